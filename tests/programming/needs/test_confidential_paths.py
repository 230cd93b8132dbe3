"""Confidential needs on every path: whoever is neither their submitter nor their officer meets no word of them.

A word stands in everything that people wrote about one need and one draft: title, text, suggestion, file, question, reply, answer.
It is then looked for in every page and file that others can open, in every table, message, log line and report of an error.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.debug import ExceptionReporter

from atasehir_portal.answering import queries as duties
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.celery import app
from atasehir_portal.notifications import digests, outbox
from atasehir_portal.notifications.models import Notification, OutboxMail
from atasehir_portal.notifications.preferences import choose_paces
from atasehir_portal.notifications.queries import inbox
from atasehir_portal.site.history_kinds import KEPT
from programming.needs import intake, queries
from programming.needs.coverage import live
from programming.needs.models import ConfidentialLook, Need, NeedFile, NeedSupport, Visibility
from programming.needs.personal import voices_of
from programming.needs.similar import similar_needs
from programming.needs.support import support_need
from programming.needs.visibility import change_visibility
from programming.needs.wiring import export_for
from tests.programming.needs.factories import add_picture, address, make_draft, make_file, make_need

pytestmark = pytest.mark.django_db
# What is looked for, and a word beside it by which it would be found.
WORD, BESIDE = "gizlisözcük", "kuytuluk"
TITLE = f"{BESIDE} {WORD} bir barınma sorunu"
REASON = "Bildiren kişi tanınabilir, bu yüzden gizlendi."
# Rooms below, which hold texts of their own and know nothing of needs; addresses that answer with no page.
LEFT_OUT = ("account_", "mfa_", "usersessions", "set_", "healthz", "readyz", "catalogue:", "handbooks:")
# Tables in which what is confidential stands by right: the need, its duty and what was written to each other about it.
MAY_HOLD = {
    *("needs_need", "needs_needdraft", "needs_needfile"),
    *("answering_duty", "answering_question", "answering_dutyevent"),
}


@pytest.fixture
def world(
    representative,
    contributor,
    stranger,
    officer,
    coordinator,
    administrator,
    organisation,
    unit,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    """The need with everything that happens to one, the draft, and what was sent to workers meanwhile."""
    sent: list[Any] = []
    monkeypatch.setattr(app, "send_task", lambda name, args=(), **more: sent.append((name, args, more)))
    for user in (representative, contributor, coordinator):
        choose_paces(user=user, chosen=dict.fromkeys(("incoming", "answers", "questions", "duties"), "now"))
    with django_capture_on_commit_callbacks(execute=True):
        need = make_need(
            representative,
            organisation,
            visibility=Visibility.CONFIDENTIAL,
            title=TITLE,
            body=f"Metinde {WORD} geçer, {BESIDE} da geçer.",
            suggestion=f"Öneride {WORD} geçer.",
        )
        file = make_file(need, shows=f"Resimde {WORD} görünür")
        answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
        question = answering.ask_back(duty=need.duty, by=officer, text=f"Soruda {WORD} geçer?")
        need.duty.refresh_from_db()
        answering.reply(question=question, by=representative, text=f"Yanıtta {WORD} geçer.")
        need.duty.refresh_from_db()
        answering.extend(duty=need.duty, by=officer, reason=f"Uzatmada {WORD} geçer, keşif gerekir.")
        need.duty.refresh_from_db()
        answering.answer(duty=need.duty, by=officer, outcome=Outcome.NOTED, reason=f"Cevapta {WORD} geçer.")
    draft = make_draft(representative, organisation, title=TITLE, visibility="confidential")
    of_draft = add_picture(draft, shows=f"Taslakta {WORD} görünür")
    need.refresh_from_db()
    return SimpleNamespace(need=need, file=file, draft=draft, of_draft=of_draft, sent=sent, question=question)


def routes(patterns: Any = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every address of the portal by name, with what it takes."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", set(pattern.pattern.converters)


def addresses(world) -> Iterator[str]:
    """Every list, page and file that takes nothing, looked through for a word beside; every page of need, duty and draft."""
    for name, takes in sorted(routes(), key=lambda row: row[0]):
        room = name.partition(":")[0]
        if not takes and not name.startswith(LEFT_OUT):
            yield f"{reverse(name)}?q={BESIDE}"
        elif takes == {"reference"} and room in {"needs", "answering"}:
            yield reverse(name, args=[world.need.reference])
    yield from (reverse("needs:list"), reverse("track") + f"?no={world.need.reference}")
    yield from (reverse("needs:file", args=[file.key]) for file in (world.file, world.of_draft))
    yield from (address(world.draft, number) for number in (1, 4))
    yield from (reverse(f"needs:{name}", args=[world.draft.key]) for name in ("files", "discard"))


@pytest.mark.parametrize("who", ["nobody", "contributor", "other_officer", "administrator"])
def test_no_page_or_file_that_others_open_holds_a_word_of_it(who, world, client, client_of, request):
    user = None if who == "nobody" else request.getfixturevalue(who)
    browser = client if user is None else client_of(user)
    found = []
    for where in addresses(world):
        response = browser.get(where)
        page = (b"".join(response) if response.streaming else response.content).decode("utf-8", "replace")
        if WORD in page:
            found.append(f"{where}: the word")
        # who asks by its reference reads it there; coordinators are told by reference that a need came in
        is_asked = world.need.reference in unquote(where) or "bildirim" in where or "verilerim" in where
        if world.need.reference in page and not is_asked:
            found.append(f"{where}: the reference")
        if (
            world.need.reference in where
            and who not in {"coordinator", "administrator"}
            and response.status_code == 200
        ):
            found.append(f"{where}: opened")
    assert not found, "\n".join(found)


def test_no_search_figure_or_similar_need_knows_of_it(world, representative, officer, coordinator, stranger):
    assert world.need.search_vector is None
    for user in (representative, officer, coordinator, stranger, AnonymousUser()):
        assert not queries.search(queries.visible_to(user), BESIDE).exists()
        assert similar_needs(user, title=TITLE, body=world.need.body) == []
    assert (queries.totals().heard, queries.totals().answered) == (0, 0)
    for user in (representative, officer, coordinator, stranger, AnonymousUser()):
        assert live.cells(user) == {}
    assert duties.titles(representative, [world.need.reference]) == {}


def tables_with(word: str) -> set[str]:
    """The tables of the database in which a word stands, whatever the column."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(
            " union all ".join(
                f"select '{name}' where exists (select 1 from \"{name}\" t where t::text like %s)"  # noqa: S608
                for name in names
            ),
            [f"%{word}%"] * len(names),
        )
        return {name for (name,) in cursor.fetchall()}


def test_nothing_that_is_kept_sent_or_mailed_beside_it_holds_a_word_of_it(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        digests.make_due(timezone.now() + timedelta(days=8))
    assert tables_with(WORD) <= MAY_HOLD
    assert "answering_question" in tables_with(WORD)
    told = Notification.objects.filter(reference=world.need.reference)
    assert {row.kind for row in told} >= {
        "need_submitted",
        "need_assigned",
        "need_asked_back",
        "need_replied",
        "need_answered",
    }
    assert OutboxMail.objects.exists()
    outbox.deliver_due()
    assert mail.outbox
    for message in mail.outbox:
        said = f"{message.subject}{message.body}{message.alternatives}{message.extra_headers}"
        assert WORD not in said
        assert BESIDE not in said
    assert world.sent
    assert WORD not in str(world.sent)


def test_no_history_page_and_no_own_data_of_others_hold_it(world, contributor, officer, representative):
    assert WORD not in "".join(str(list(kept.table.objects.values())) for kept in KEPT)
    assert WORD not in f"{export_for(contributor)}{export_for(officer)}"
    own = str(export_for(representative))
    assert own.count(WORD) >= 4  # title, text, suggestion, file, draft


def test_no_admin_is_installed():
    assert "django.contrib.admin" not in django_settings.INSTALLED_APPS
    assert not [name for name, _takes in routes() if name.startswith("admin:")]


def test_no_log_line_mail_or_report_of_an_error_holds_a_word_of_it(
    world, client_of, representative, organisation, caplog, monkeypatch, settings
):
    settings.ADMINS = [("Sistem", "sistem@belediye.test")]
    client = client_of(representative)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        client.get(reverse("needs:detail", args=[world.need.reference]))
        client.get(reverse("needs:list"), {"q": WORD})
        client.post(address(world.draft, 3), {"suggestion": WORD, "visibility": "confidential", "go": "leave"})

        def fails(**_said: Any) -> None:
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(intake, "save_step", fails)
        failed = client.post(address(world.draft, 3), {"suggestion": WORD, "visibility": "confidential", "go": "leave"})
    assert failed.status_code == 500
    assert WORD not in failed.content.decode()
    config = dict(django_settings.LOGGING["formatters"]["line"])
    formatter = import_string(config.pop("()"))(**config)
    [error] = [record for record in caplog.records if record.exc_info]
    lines = [formatter.format(record) for record in caplog.records]
    assert any("the disk is full" in line for line in lines)
    assert WORD not in "".join(lines)
    assert mail.outbox == []
    report = ExceptionReporter(error.request, *error.exc_info)
    assert WORD not in report.get_traceback_text()
    assert WORD not in report.get_traceback_html()


def test_every_look_is_shown_to_the_submitter_and_to_nobody_else(
    world, client_of, representative, officer, coordinator
):
    page = reverse("needs:detail", args=[world.need.reference])
    client_of(officer).get(page)
    client_of(coordinator).post(reverse("needs:look", args=[world.need.reference]), {"reason": "Sığınma evi aranacak."})
    seen = client_of(coordinator).get(page).content.decode()
    own = client_of(representative).get(page).content.decode()
    for words in (officer.full_name, coordinator.full_name, "Sığınma evi aranacak."):
        assert words in own
    assert 'id="bakanlar"' in own
    assert 'id="bakanlar"' not in seen
    assert ConfidentialLook.objects.filter(need=world.need).count() >= 3


# --- a need that turns confidential ------------------------------------------------------------------------------------


@pytest.fixture
def open_need(representative, stranger, organisation, other_organisation):
    """A public need that was told about and supported."""
    need = make_need(representative, organisation, title=TITLE, body=f"Metinde {WORD} geçer, {BESIDE} da.")
    make_file(need, shows=f"Resimde {WORD} görünür")
    support_need(need=need, by=stranger, organisation=other_organisation)
    return need


def test_need_that_turns_confidential_leaves_everything_but_its_reference(
    open_need, client, client_of, representative, contributor, stranger, officer, coordinator, administrator, unit
):
    choose_paces(user=stranger, chosen={"answers": "now"})
    answering.assign(duty=open_need.duty, by=coordinator, unit=unit, officer=officer)
    answering.answer(duty=open_need.duty, by=officer, outcome=Outcome.NOTED, reason=f"Cevapta {WORD} geçer.")
    told = Notification.objects.get(recipient=stranger, kind="need_supported_answered")
    assert told in inbox(stranger)
    assert queries.totals().heard == 1

    where = reverse("needs:visibility", args=[open_need.reference])
    said = {"visibility": "confidential", "reason": REASON}
    assert client_of(coordinator).post(where, {**said, "reason": ""}).status_code == 422
    assert client_of(coordinator).post(where, said).url == reverse("needs:list")
    assert client_of(coordinator).post(where, said).status_code == 404  # it is hidden from them now, too

    open_need.refresh_from_db()
    assert (open_need.search_vector, open_need.duty.confidential, open_need.duty.title) == (None, True, "")
    assert tables_with(WORD) <= MAY_HOLD
    # what was sent before: the row stays with its reference, and says nothing any more
    assert Notification.objects.filter(pk=told.pk, reference=open_need.reference).exists()
    assert told not in inbox(stranger)
    assert outbox.compose(told.mail) is None
    assert voices_of(stranger) == [
        {
            "reference": open_need.reference,
            "joined_at": NeedSupport.objects.get().at.isoformat(),
            "organisation": "Komşu Kadınlar Platformu",
        }
    ]
    for user in (stranger, contributor, administrator):
        for name in ("list", "csv", "coverage"):
            response = client_of(user).get(reverse(f"needs:{name}"), {"q": BESIDE})
            page = b"".join(response).decode()
            assert WORD not in page
            assert open_need.reference not in page
        assert client_of(user).get(reverse("needs:detail", args=[open_need.reference])).status_code in {403, 404}
        assert client_of(user).get(reverse("needs:file", args=[NeedFile.objects.get().key])).status_code == 404
    assert queries.totals().heard == 0
    own = client_of(representative).get(reverse("needs:detail", args=[open_need.reference])).content.decode()
    assert REASON in own
    [notice] = Notification.objects.filter(kind="need_restricted")
    assert notice.recipient == representative
    reader = queries.get_readable(representative, open_need.reference)
    reader.voice_count = 50
    assert queries.voices(reader).shown is None


def test_supporters_of_what_turned_confidential_are_not_told_how_it_was_answered(
    open_need, representative, stranger, officer, coordinator, unit
):
    change_visibility(need=open_need, by=representative, visibility=Visibility.CONFIDENTIAL)
    assert not Notification.objects.filter(kind="need_restricted").exists()  # who did it knows it
    open_need.duty.refresh_from_db()
    answering.assign(duty=open_need.duty, by=coordinator, unit=unit, officer=officer)
    open_need.duty.refresh_from_db()
    answering.answer(duty=open_need.duty, by=officer, outcome=Outcome.NOTED, reason="Görüldü, kayda alındı.")
    assert not Notification.objects.filter(recipient=stranger).exists()


def test_only_its_submitter_shows_a_need_to_more_people(
    open_need, representative, contributor, officer, coordinator, stranger
):
    for user in (contributor, officer, stranger):
        with pytest.raises(PermissionDenied):
            change_visibility(need=open_need, by=user, visibility=Visibility.CONFIDENTIAL, reason=REASON)
    with pytest.raises(ValidationError):
        change_visibility(need=open_need, by=coordinator, visibility=Visibility.PARTICIPANTS)
    change_visibility(need=open_need, by=coordinator, visibility=Visibility.PARTICIPANTS, reason=REASON)
    with pytest.raises(PermissionDenied):
        change_visibility(need=open_need, by=coordinator, visibility=Visibility.PUBLIC, reason=REASON)
    change_visibility(need=open_need, by=representative, visibility=Visibility.CONFIDENTIAL)
    for _click in range(2):
        change_visibility(need=open_need, by=representative, visibility=Visibility.PUBLIC)
    need = Need.objects.get(pk=open_need.pk)
    assert need.search_vector
    assert (need.duty.confidential, need.duty.title) == (False, TITLE)
    acts = [knot.act for knot in queries.thread(need)]
    assert acts == ["heard", "restricted", "restricted", "opened"]


def test_need_of_people_who_can_be_harmed_is_shown_to_all_only_by_who_says_so(client_of, representative, organisation):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    need.groups.update(leads_to_special_data=True)
    client, where = client_of(representative), reverse("needs:visibility", args=[need.reference])
    refused = client.post(where, {"visibility": "public"})
    assert refused.status_code == 422
    assert "zarar görebilir" in refused.content.decode()
    assert client.post(where, {"visibility": "public", "is_public_anyway": "on"}).status_code == 302
    need.refresh_from_db()
    assert need.visibility == Visibility.PUBLIC
