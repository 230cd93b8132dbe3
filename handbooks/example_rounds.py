"""Two example rounds on published editions: an open one, in which things are said, proposed and taken up, and a closed one with its
report, old enough that the public scoreboard has figures. Invented, marked, removed with everything else that is an example.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.clock import municipal_day, today
from atasehir_portal.answering.example import backdate
from atasehir_portal.answering.models import Outcome
from atasehir_portal.documents import commenting, round_queries, rounds, suggesting
from atasehir_portal.documents.models import Block, Comment, Round, Suggestion
from atasehir_portal.documents.moderating.example import example_moderation
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.documents.paper import moment_of
from atasehir_portal.documents.reporting import services as reports
from atasehir_portal.documents.rounds import plan_round
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.notifications.models import Notification
from handbooks import services
from handbooks.digests import digest_of
from handbooks.example_said import CLOSED, OPEN, QUESTIONS_CLOSED, QUESTIONS_OPEN, Said
from handbooks.models import Edition, Handbook, HandbookAct, HandbookEvent, HandbookState

OPEN_BOOK, CLOSED_BOOK = 3, 2
MARK = "(örnek)"
# the closed round took opinions from so many days ago to so many days ago
BEGAN, ENDED = 200, 55
EVERY = 5  # days between two opinions of the closed round


@dataclass(frozen=True, slots=True)
class _People:
    """Who speaks in the example rounds, by the words with which ``example_said`` names them."""

    by_name: dict[str, tuple[User, Organisation | None]]
    administrator: User
    coordinator: User

    @classmethod
    def load(cls) -> "_People":
        people = {user.email.partition("@")[0]: user for user in User.objects.filter(is_example=True)}
        ours = Organisation.objects.get(slug="ornek-engelsiz-adimlar")
        village = Organisation.objects.get(slug="ornek-mahalle-muhtarligi")
        return cls(
            {
                "dernek": (people["temsilci"], ours),
                "muhtar": (people["muhtar"], village),
                "kisi": (people["uye"], None),
                "kagit": (people["koordinator"], None),
                "mudurluk": (people["gorevli"], None),
            },
            people["yonetici"],
            people["koordinator"],
        )


@transaction.atomic
def load() -> int:
    """Make the two rounds and return how many were made: none where example rounds exist, or where a book has no edition yet."""
    if Round.objects.filter(is_example=True).exists() or not User.objects.filter(is_example=True).exists():
        return 0
    editions = {number: _edition(number) for number in (OPEN_BOOK, CLOSED_BOOK)}
    people, made = _People.load(), 0
    for number, act in ((CLOSED_BOOK, _closed), (OPEN_BOOK, _open)):
        edition = editions[number]
        if edition is not None and round_queries.current_round(edition.handbook.document) is None:
            act(edition, people)
            made += 1
    return made


def _edition(number: int) -> Edition | None:
    found = Edition.objects.filter(handbook__number=number, withdrawn_at=None).select_related(
        "handbook__document", "version"
    )
    return found.order_by("-published_at", "-pk").first()


def _round(edition: Edition, people: _People, title: str, summary: str, questions: Sequence[str], days: int) -> Round:
    planned = plan_round(
        document=edition.handbook.document,
        version=edition.version,
        by=people.administrator,
        title=f"{title} {MARK}",
        summary=f"{summary} Örnek turdur: kurgudur.",
        unit=Unit.objects.get(slug="strateji-gelistirme"),
        opens_on=today(),
        ends_on=today() + timedelta(days=days),
        questions=questions,
        is_example=True,
    )
    return rounds.open_round(round=planned, by=people.administrator)


def _texts(edition: Edition, round: Round) -> list[BlockNode]:
    whole = Round.objects.select_related("document", "version").get(pk=round.pk)
    return list(round_queries.read_round(whole).all_blocks())


def _say(said: Said, round: Round, people: _People, blocks: Sequence[BlockNode]) -> Comment | Suggestion | None:
    """Say it through the services; None where the text does not have the place (any more)."""
    node = next((block for block in blocks if block.body.startswith(said.about)), None) if said.about else None
    if said.about and node is None:
        return None
    by, organisation = people.by_name[said.who]
    if said.act:
        return _propose(said, round, by, organisation, node)
    question = round.questions.get(position=said.question) if said.question else None
    block = Block.objects.get(uid=node.uid) if node is not None else None
    body = f"{said.text} {MARK}"
    if said.who == "kagit":
        return commenting.type_in(round=round, by=by, body=body, block=block, question=question)
    return commenting.comment(
        round=round, by=by, organisation=organisation, body=body, block=block, question=question, is_example=True
    )


def _propose(
    said: Said, round: Round, by: User, organisation: Organisation | None, node: BlockNode | None
) -> Suggestion | None:
    if node is None:
        return None
    uid: UUID = node.uid
    given: dict[str, Any] = {
        "round": Round.objects.select_related("document", "version").get(pk=round.pk),
        "by": by,
        "organisation": organisation,
        "reason": f"{said.why} {MARK}",
        "is_example": True,
        "came_on_paper": timezone.now() if said.who == "kagit" else None,
    }
    if said.act == "change":
        return suggesting.suggest_change(
            block_uid=uid, body=node.body.replace(said.old, said.text), data=node.data, **given
        )
    if said.act == "insert":
        return suggesting.suggest_insert(kind="paragraph", body=said.text, data={}, after=uid, **given)
    return suggesting.suggest_removal(block_uid=uid, **given)


def _answer(said: Said, made: Comment | Suggestion, people: _People) -> None:
    duty, words = made.duty, f"{said.answer} {MARK}"
    if not said.outcome or duty is None:
        return
    if isinstance(made, Suggestion) and said.outcome in (Outcome.ACCEPTED, Outcome.PARTLY):
        suggesting.accept_suggestion(
            suggestion=made,
            by=people.administrator,
            outcome=said.outcome,
            reason=words,
            base_revision=made.block.revision if made.block is not None else None,
            body=made.body,
            data=made.data,
        )
    else:
        answering.answer(
            duty=duty, by=people.coordinator, outcome=said.outcome, reason=words, referred_to=said.referred_to
        )


def _reply(said: Said, made: Comment | Suggestion, people: _People) -> None:
    for who, text in said.replies:
        by, organisation = people.by_name[who]
        if isinstance(made, Comment):
            commenting.reply(comment=made, by=by, organisation=organisation, body=f"{text} {MARK}", is_example=True)


# --- the open round ---------------------------------------------------------------------------------------------------


def _open(edition: Edition, people: _People) -> None:
    round = _round(
        edition,
        people,
        "Katılım kitabı: sizce nerede takılıyor?",
        "Sivil toplum için yazılan üçüncü kitabın ilk basımını birlikte okuyoruz. Hangi bölümü kullanabildiniz, nerede takıldınız, ne "
        "eksik? Yazdıklarınızın her biri gerekçesiyle yanıtlanır; kabul edilen öneriler bir sonraki basıma girer.",
        QUESTIONS_OPEN,
        21,
    )
    blocks = _texts(edition, round)
    if edition.handbook.state == HandbookState.APPROVED:
        services.reopen(handbook=edition.handbook, by=people.administrator)
    for said in OPEN:
        made = _say(said, round, people, blocks)
        if made is not None:
            _reply(said, made, people)
            _answer(said, made, people)
    author, reporter = people.by_name["kisi"][0], people.by_name["muhtar"][0]
    example_moderation(round=round, author=author, reporter=reporter, moderator=people.coordinator)


# --- the closed round -------------------------------------------------------------------------------------------------


def _closed(edition: Edition, people: _People) -> None:
    round = _round(
        edition,
        people,
        "Kavramlar kitabının ilk okuması",
        "İkinci kitabın ilk basımını kuruluşlarla, muhtarlarla ve tek tek okurlarla okuduk. Her görüş yanıtlandı; tur kapandı.",
        QUESTIONS_CLOSED,
        21,
    )
    blocks, first = _texts(edition, round), today() - timedelta(days=BEGAN)
    for number, said in enumerate(CLOSED):
        made = _say(said, round, people, blocks)
        if made is None:
            continue
        day = first + timedelta(days=2 + number * EVERY)
        _reply(said, made, people)
        _answer(said, made, people)
        _put_back(made, day, said.days)
    rounds.end_round(round=round, by=people.administrator)
    rounds.close_round(round=round, by=people.administrator)
    opened, ended = moment_of(first), moment_of(today() - timedelta(days=ENDED))
    Round.objects.filter(pk=round.pk).update(
        opens_on=first,
        ends_on=municipal_day(ended),
        opened_at=opened,
        created_at=opened,
        ended_at=ended + timedelta(days=1),
        closed_at=ended + timedelta(days=32),
    )
    reports.make_anew(round=round)
    _heard_long_ago(round)


def _heard_long_ago(round: Round) -> None:
    """Nobody is told today of what they were told months ago."""
    said = [round.reference, *round_queries.duties_of(round).values_list("reference", flat=True)]
    Notification.objects.filter(reference__in=said, read_at=None).update(read_at=timezone.now())


def _put_back(made: Comment | Suggestion, day: date, days: int) -> None:
    """Let it have been said on this day, its replies a day and two later, and answered so many days after."""
    at: datetime = moment_of(day)
    type(made)._default_manager.filter(pk=made.pk).update(created_at=at)
    if isinstance(made, Comment):
        for number, reply in enumerate(made.replies.order_by("pk"), start=1):
            Comment.objects.filter(pk=reply.pk).update(created_at=at + timedelta(days=number))
    if made.duty is not None:
        backdate(duty=made.duty, received_at=at, answered_at=at + timedelta(days=days))


# --- removing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def close_again() -> None:
    """Approve again what example people opened for writing and in which nothing is different any more (after what they wrote was
    taken back)."""
    opened = HandbookEvent.objects.filter(act=HandbookAct.REOPENED, actor__is_example=True)
    for handbook in Handbook.objects.filter(pk__in=opened.values("handbook"), state=HandbookState.WRITING):
        edition = _edition(handbook.number)
        if edition is None or digest_of(snapshot_of(handbook.document)) != digest_of(edition.version.snapshot):
            continue
        approved = handbook.events.filter(act=HandbookAct.APPROVED).order_by("-at", "-pk").first()
        Handbook.objects.filter(pk=handbook.pk).update(
            state=HandbookState.APPROVED,
            approved_digest=digest_of(edition.version.snapshot),
            state_changed_at=approved.at if approved else handbook.state_changed_at,
        )
    opened.delete()
