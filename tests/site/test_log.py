"""Log lines say what went wrong and quote nobody."""

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from atasehir_portal.accounts.models import User
from programming.needs.models import Need
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def test_row_that_the_database_refused_is_not_quoted(representative: User, organisation: object) -> None:
    need = make_need(representative, organisation, title="Sığınakta yer yok, geri çevriliyorlar")
    config = dict(settings.LOGGING["formatters"]["line"])
    formatter = import_string(config.pop("()"))(**config)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Need.objects.filter(pk=need.pk).update(submitted_at=None)
    assert "Sığınakta" in str(refused.value)
    args = ("work", logging.ERROR, __file__, 1, f"failed: {refused.value!r}", ())
    line = formatter.format(logging.LogRecord(*args, (refused.type, refused.value, refused.tb)))
    assert "Sığınakta" not in line
    assert "needs_heard_has_duty" in line
    assert "test_log.py" in line
