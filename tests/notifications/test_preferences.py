"""When people are told: choices, digests, and switching off from a mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.notifications import digests, outbox, preferences, queries, services
from atasehir_portal.notifications.models import MailState, Notification, OutboxMail, Pace, Preference

pytestmark = pytest.mark.django_db
ISTANBUL = ZoneInfo("Europe/Istanbul")
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ISTANBUL)


@pytest.fixture(autouse=True)
def _mails_are_caught(settings, test_kind):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://katilim.example"


def tell(*users, reference="İ-2026-AAAAA", event="1", at=MONDAY - timedelta(hours=5)):
    made = services.notify(recipients=users, kind="test_kind", reference=reference, event=event)
    Notification.objects.filter(pk__in=[one.pk for one in made]).update(created_at=at)
    return made


def wish(user, pace, topic="other"):
    preferences.choose_paces(user=user, chosen={topic: pace})


def test_without_a_choice_the_mail_goes_at_once(representative):
    tell(representative)
    assert outbox.deliver_due() == 1


def test_never_means_in_the_portal_alone(representative):
    wish(representative, "never")
    tell(representative)
    assert (outbox.deliver_due(), digests.make_due(MONDAY)) == (0, 0)
    assert queries.unread_count(representative) == 1


def test_what_everybody_must_get_cannot_be_chosen(representative):
    with pytest.raises(ValueError, match="cannot be chosen"):
        wish(representative, "never", "decisions")
    with pytest.raises(KeyError):
        wish(representative, "never", "no such topic")
    with pytest.raises(ValueError, match="hourly"):
        wish(representative, "hourly")


@pytest.mark.parametrize(
    ("pace", "now", "due"),
    [
        ("daily", "2026-11-30T07:59", "2026-11-29T08:00"),
        ("daily", "2026-11-30T08:00", "2026-11-30T08:00"),
        ("weekly", "2026-11-30T07:59", "2026-11-23T08:00"),
        ("weekly", "2026-11-30T08:00", "2026-11-30T08:00"),
        ("weekly", "2026-12-06T23:00", "2026-11-30T08:00"),
    ],
)
def test_digests_are_due_in_the_municipalitys_time(pace, now, due):
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=ISTANBUL) for text in (now, due))
    assert digests.latest_moment(pace, at) == expected


@pytest.mark.parametrize("pace", ["daily", "weekly"])
def test_digest_is_one_mail_with_what_is_new_the_newest_first(representative, stranger, pace):
    wish(representative, pace)
    for number in range(3):
        tell(representative, reference=f"İ-2026-AAAA{number}", event="1", at=MONDAY - timedelta(hours=9 - number))
    tell(representative, reference="hidden-1")
    tell(representative, reference="İ-2026-LATER", at=MONDAY)
    [read] = tell(representative, reference="İ-2026-READ1")
    services.mark_read(user=representative, notification_id=read.pk)
    assert outbox.deliver_due() == 0

    assert digests.make_due(MONDAY) == 1
    assert digests.make_due(MONDAY + timedelta(minutes=5)) == 0
    assert outbox.deliver_due() == 1
    [message] = mail.outbox
    assert message.to == [representative.email]
    assert message.subject == "Sizin için 3 yeni bildirim"
    for text in (message.body, message.alternatives[0][0]):
        places = [text.index(f"AAAA{number}") for number in (2, 1, 0)]
        assert places == sorted(places)
        assert not any(word in text for word in ("hidden", "LATER", "READ1"))
        assert "https://katilim.example/ihtiyaclar/" in text
    assert not Notification.objects.exclude(recipient=representative).exists()

    following = MONDAY + timedelta(days=1 if pace == "daily" else 7)
    assert digests.make_due(following) == 1
    outbox.deliver_due()
    assert "LATER" in mail.outbox[1].body
    assert "AAAA" not in mail.outbox[1].body


def test_reader_of_both_digests_gets_the_weekly_one_every_week(representative):
    wish(representative, "daily", "answers")
    wish(representative, "weekly")
    for week in range(3):
        monday = MONDAY + timedelta(days=7 * week)
        tell(representative, event=str(week), at=monday - timedelta(hours=5))
        for pace in ("daily", "weekly"):
            Notification.objects.create(
                recipient=representative,
                kind="test_kind",
                event_key=f"{pace} {week}",
                pace=pace,
                created_at=monday - timedelta(hours=5),
            )
        assert digests.make_due(monday) == 2
    assert OutboxMail.objects.filter(pace="weekly").count() == 3


def test_what_a_digest_told_is_not_told_again_when_old_mails_are_forgotten(representative):
    wish(representative, "daily")
    tell(representative)
    digests.make_due(MONDAY)
    assert outbox.deliver_due() == 1
    OutboxMail.objects.update(created_at=timezone.now() - timedelta(days=90))
    outbox.forget_addresses()
    assert digests.make_due(MONDAY + timedelta(days=90)) == 0


def test_digest_leaves_out_what_was_read_and_switched_off_meanwhile(representative):
    wish(representative, "daily")
    tell(representative)
    digests.make_due(MONDAY)
    services.mark_read(user=representative)
    assert outbox.deliver_due() == 0
    assert OutboxMail.objects.get().state == MailState.DROPPED

    tell(representative, event="2")
    digests.make_due(MONDAY + timedelta(days=1))
    wish(representative, "never")
    assert outbox.deliver_due() == 0
    assert mail.outbox == []


def test_choice_takes_along_what_waits(representative):
    wish(representative, "daily")
    [told] = tell(representative)
    wish(representative, "weekly")
    told.refresh_from_db()
    assert told.pace == Pace.WEEKLY


def test_digest_costs_the_same_queries_for_many_readers(make_user, django_assert_max_num_queries):
    readers = [make_user(f"Kişi {number}", f"kisi{number}@ornek.test") for number in range(12)]
    for reader in readers:
        wish(reader, "daily")
    tell(*readers)
    with django_assert_max_num_queries(10):
        assert digests.make_due(MONDAY) == 12
    assert Notification.objects.exclude(digest=None).count() == 12


def test_one_click_switches_off_and_on_again_without_signing_in(representative):
    wish(representative, "daily")
    client = Client(enforce_csrf_checks=True)
    address = preferences.address(representative.pk, "other")
    assert "Bu tür e-postalar artık gelmesin" in client.get(address).content.decode()
    assert preferences.paces_of(representative)["other"] == Pace.DAILY  # a GET changes nothing
    for _time in range(2):
        off = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert off.status_code == 200
        assert "Yeniden aç" in off.content.decode()
        assert preferences.paces_of(representative)["other"] == Pace.NEVER
    for _time in range(2):
        client.post(address, {"act": "on"})
        assert preferences.paces_of(representative)["other"] == Pace.DAILY
    assert not client.cookies


def test_switching_off_a_digest_stops_what_comes_in_it_and_nothing_else(representative):
    wish(representative, "daily", "answers")
    wish(representative, "never", "library")
    before = preferences.paces_of(representative)
    preferences.switch_off(user=representative, name="daily")
    off = preferences.paces_of(representative)
    assert {off[topic] for topic, pace in before.items() if pace == Pace.DAILY} == {Pace.NEVER}
    assert off["decisions"] == off["questions"] == Pace.NOW
    assert preferences.is_off(representative, "daily")
    preferences.switch_on(user=representative, name="daily")
    assert preferences.paces_of(representative) == before


def test_token_cannot_be_made_up_or_used_for_something_else(client, representative):
    good = preferences.token(representative.pk, "other")
    assert preferences.read_token(good) == (representative, "other")
    for bad in (
        "yok",
        good[:-1],
        good + "a",
        preferences.token(representative.pk, "decisions"),
        preferences.token(0, "other"),
    ):
        assert client.post(reverse("notifications:switch_off", args=[bad])).status_code == 404
    representative.is_active = False
    representative.save()
    assert preferences.read_token(good) is None
    assert not Preference.objects.exists()


def test_mail_that_everybody_must_get_offers_no_switch(representative, organisation):
    services.notify(recipients=[representative], kind="organisation_lifted", reference=organisation.slug, event="1")
    outbox.deliver_due()
    [message] = mail.outbox
    assert "List-Unsubscribe" not in message.extra_headers
    assert "e-posta-kapat" not in message.body + message.alternatives[0][0]


def test_page_keeps_what_was_chosen_and_asks_for_a_pace_that_exists(client_of, representative):
    client = client_of(representative)
    page = client.get(reverse("notifications:preferences"))
    fields = page.context["form"].fields
    assert "decisions" not in fields
    assert {"questions", "answers", "became", "colleagues", "library"} <= set(fields)
    assert not {"incoming", "duties"} & set(fields)
    data = dict.fromkeys(fields, "weekly")
    assert client.post(reverse("notifications:preferences"), {**data, "answers": "hourly"}).status_code == 200
    assert not Preference.objects.exists()
    client.post(reverse("notifications:preferences"), data)
    assert {preferences.paces_of(representative)[name] for name in fields} == {Pace.WEEKLY}


def test_list_of_what_is_new_and_reading_one(client_of, representative, stranger):
    first, second = tell(representative, event="1"), tell(representative, event="2")
    client = client_of(representative)
    answer = client.post(reverse("notifications:read_one", args=[first[0].pk]), {"yeni": "1", "page": "1"})
    assert answer["Location"] == "/bildirimler/?yeni=1&page=1"
    page = client.get(answer["Location"])
    assert [line.pk for line in page.context["told"]] == [second[0].pk]
    assert page.context["portal"].unread == 1
    assert client_of(stranger).post(reverse("notifications:read_one", args=[second[0].pk])).status_code == 404
    client.post(reverse("notifications:read"))
    assert "Hepsini okudunuz" in client.get(reverse("notifications:list") + "?yeni=1").content.decode()


def test_html_of_mails_loads_nothing_and_speaks_the_readers_language(representative):
    representative.language = "en"
    representative.save()
    wish(representative, "daily")
    tell(representative)
    digests.make_due(MONDAY)
    services.mail_address(address="x@ornek.test", template="", context={"subject": "A", "text": "https://a.example/b"})
    outbox.deliver_due()
    htmls = {message.subject: message.alternatives[0][0] for message in mail.outbox}
    assert set(htmls) == {"1 thing that is new for you", "A"}
    for html in htmls.values():
        assert not any(word in html for word in ("<img", "src=", "<link", "url(", "@import", "<script"))
        assert "prefers-color-scheme: dark" in html
    assert '<html lang="en"' in htmls["1 thing that is new for you"]
    assert '<a href="https://a.example/b"' in htmls["A"]


def test_room_that_makes_a_mistake_holds_up_nobody_else(representative, stranger):
    """The kind raises for one reader; the other reader's mail goes out, and the first one's is tried again."""
    from atasehir_portal.notifications.kinds import NotificationKind, kinds

    def broken(user, references):
        if user == representative:
            raise RuntimeError("a text that must not reach the log")
        return set(references)

    kinds.register(NotificationKind("broken", "K", "C", "A", "needs:list", broken, url_takes_reference=False))
    services.notify(recipients=[representative, stranger], kind="broken", reference="x", event="1")
    assert outbox.deliver_due() == 1
    kinds._kinds.pop("broken")
    waiting = OutboxMail.objects.get(state=MailState.WAITING)
    assert (waiting.error, waiting.not_before > timezone.now()) == ("RuntimeError", True)
