"""The example version of the charter: marked, with real rules, and gone without a trace in what people were promised."""

import pytest

from atasehir_portal.accounts import example as accounts
from atasehir_portal.answering import rules as answering_rules
from atasehir_portal.answering.opening import Input, open_duties
from participation.dialogue import example, services
from participation.dialogue.models import Acceptance, CharterVersion

pytestmark = pytest.mark.django_db


def test_example_goes_with_its_rules_and_leaves_the_real_charter_and_what_was_promised(
    organisation, representative, unit
):
    charter = services.begin_charter(by=None)
    accounts.load()
    made = example.load()
    assert example.load() is None
    assert (made.is_example, made.charter, Acceptance.objects.get().is_example) == (True, charter, True)
    duty = open_duties(
        kind="need",
        inputs=[Input("İ-2026-AAAA9", "Bir ihtiyaç")],
        submitter=representative,
        organisation=organisation,
        unit=unit,
    )[0]
    assert duty.rule_set == made.rule_set
    promised = duty.due_on
    services.accept_charter(organisation=organisation, by=representative, name="Rüya", digest=made.digest)
    assert example.remove() == 1
    duty.refresh_from_db()
    assert (duty.due_on, duty.rule_set) == (promised, answering_rules.ensure_default()[0])
    charter.refresh_from_db()
    assert charter.state == "draft"
    assert not CharterVersion.objects.exists()
    assert not Acceptance.objects.exists()
