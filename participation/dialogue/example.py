"""An example of a charter in force: the starter text, adopted by an invented decision and accepted by one example organisation."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, StaffPost, StaffRole, User
from atasehir_portal.answering import rules as answering_rules
from atasehir_portal.answering.clock import municipal_day
from atasehir_portal.answering.models import RuleSet
from atasehir_portal.documents import example as example_documents
from participation.dialogue import queries, services
from participation.dialogue.models import Acceptance, Charter, CharterState, CharterVersion

NOTE = "Örnek sürüm: başlangıç metni. Meclis kararı ve tarihi kurgudur."
DECISION = "ÖRNEK-1"
# Long enough ago that the inputs of today follow it, and that a further version can be adopted on the day of the demonstration.
DAYS_AGO = 30


@transaction.atomic
def load() -> CharterVersion | None:
    """Let the charter have a version in force, marked as an example, and open its text for the next one; does nothing where a version
    exists. Begins the charter where there is none. Needs the example accounts.
    """
    at = timezone.now() - timedelta(days=DAYS_AGO)
    if CharterVersion.objects.exists() or RuleSet.objects.filter(effective_from=municipal_day(at)).exists():
        return None
    by = _coordinator()
    charter = queries.charter() or services.begin_charter(by=by, is_example=True)
    if charter.state != CharterState.DRAFT:
        return None
    # nobody is asked about an example, so it takes effect without a round
    made = services.write_down(
        charter=charter,
        by=by,
        decision_number=DECISION,
        decision_on=municipal_day(at) - timedelta(days=1),
        note=NOTE,
        at=at,
        is_example=True,
    )
    for organisation, person in _representatives()[:1]:
        services.accept_charter(organisation=organisation, by=person, name=person.full_name, digest=made.digest)
    return made


def _coordinator() -> User:
    posts = StaffPost.objects.filter(until=None, role=StaffRole.COORDINATOR, user__is_example=True)
    return posts.select_related("user").order_by("pk")[0].user


def _representatives() -> list[tuple[Organisation, User]]:
    found = Organisation.objects.filter(is_example=True, state="verified").order_by("pk")
    members = [(each, each.memberships.filter(left_at=None, role="representative").first()) for each in found]
    return [(each, member.user) for each, member in members if member is not None]


@transaction.atomic
def remove() -> int:
    """Take back the example versions with their rules, and acceptances of and by examples; return how many versions went.

    A charter that is not an example stays, as a draft where nothing of it is in force any more; the version before is in force again.
    Due days that were promised by example rules stay. Rounds on an example charter went before.
    """
    gone = CharterVersion.objects.filter(is_example=True)
    examples = Organisation.objects.filter(is_example=True)
    Acceptance.objects.filter(charter_version__in=gone).delete()
    Acceptance.objects.filter(organisation__in=examples).delete()
    Acceptance.objects.filter(is_example=True).delete()
    count = 0
    for version in gone.select_related("rule_set").order_by("-number"):
        rule = version.rule_set
        version.delete()
        answering_rules.take_back(rule)
        count += 1
    charters = Charter.objects.filter(is_example=True)
    texts = list(charters.values_list("document", flat=True))
    charters.delete()
    example_documents.remove(texts)
    if count:
        _put_back()
    return count


def _put_back() -> None:
    last = CharterVersion.objects.order_by("-number").first()
    if last is not None:
        CharterVersion.objects.filter(pk=last.pk).update(superseded_at=None)
    else:
        Charter.objects.filter(state=CharterState.ADOPTED).update(state=CharterState.DRAFT)
