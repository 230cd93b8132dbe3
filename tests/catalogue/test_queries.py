"""The municipality's profile across processes, notices in force, and searching as people type."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import InternalError, transaction
from django.utils import timezone, translation

from atasehir_portal.catalogue.models import ClosedDay, Municipality, Neighbourhood, PrivacyNotice, RightsHolderGroup
from atasehir_portal.catalogue.queries import (
    _MUNICIPALITY_KEY,
    closed_days,
    current_notice,
    in_use,
    matching,
    municipality,
    notices_in_force,
)


def test_municipality_of_an_empty_portal_has_a_neutral_name(db: None) -> None:
    Municipality.objects.all().delete()
    assert municipality().portal_name == "Katılım Portalı"
    assert municipality().pk is None


@pytest.mark.django_db(transaction=True)
def test_municipality_is_read_once_and_never_stale(catalogue: Municipality, django_assert_num_queries: object) -> None:
    cache.delete(_MUNICIPALITY_KEY)
    with django_assert_num_queries(1):
        assert municipality().name == "Ataşehir Belediyesi"
        assert municipality().name == "Ataşehir Belediyesi"
    catalogue.name = "Deneme Belediyesi"
    catalogue.save()
    with django_assert_num_queries(0):
        assert municipality().name == "Deneme Belediyesi"


@pytest.mark.django_db(transaction=True)
def test_municipality_of_a_slow_reader_does_not_replace_a_newer_one(catalogue: Municipality) -> None:
    slow = Municipality.objects.get()  # read before the change, as by another process …
    catalogue.name = "Yeni Ad"
    catalogue.save()
    assert cache.add(_MUNICIPALITY_KEY, slow, 60) is False  # … and offered to the cache after it
    assert municipality().name == "Yeni Ad"


@pytest.mark.django_db(transaction=True)
def test_municipality_that_is_rolled_back_is_not_cached(catalogue: Municipality) -> None:
    municipality()
    with transaction.atomic():
        catalogue.name = "Asla"
        catalogue.save()
        assert municipality().name == "Asla"
        transaction.set_rollback(True)
    assert municipality().name == "Ataşehir Belediyesi"


def test_current_notice_is_the_last_in_force(catalogue: Municipality) -> None:
    today = timezone.localdate()
    first = current_notice()
    later = PrivacyNotice.objects.create(
        number=2, text_tr="x", text_en="x", effective_from=today + dt.timedelta(days=1)
    )
    assert current_notice() == first
    assert later not in notices_in_force()
    second = PrivacyNotice.objects.create(number=3, text_tr="y", text_en="y", effective_from=today)
    assert current_notice() == second


def test_notice_never_changes(catalogue: Municipality) -> None:
    notice = current_notice()
    notice.text_tr = "başka"
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        notice.save()
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        notice.delete()


def test_closed_days_are_given_as_work_days_takes_them(catalogue: Municipality) -> None:
    ClosedDay.objects.create(date=dt.date(2026, 12, 31), reason_tr="İdari izin", reason_en="Administrative leave")
    assert closed_days() == {dt.date(2026, 12, 31): ("İdari izin", "Administrative leave")}
    assert closed_days(since=dt.date(2027, 1, 1)) == {}
    assert closed_days(until=dt.date(2026, 12, 30)) == {}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("icerenkoy", ["icerenkoy"]),
        ("İÇERENKÖY", ["icerenkoy"]),
        ("içerenköy", ["icerenkoy"]),
        ("ICERENKOY", ["icerenkoy"]),
        ("aşık veysel", ["asik-veysel"]),
        ("ASIK  VEYSEL", ["asik-veysel"]),
        ("mevlâna", ["mevlana"]),
        ("yeni s", ["yenisahra", "yenisehir"]),
        ("inönü", ["inonu"]),
        ("%", []),
        ("_", []),
        ("\x00fetih", ["fetih"]),
        ("yok böyle bir yer", []),
    ],
)
def test_search_finds_as_turkish_people_type(catalogue: Municipality, typed: str, found: list[str]) -> None:
    rows = matching(Neighbourhood.objects.order_by("slug"), typed, "name_tr", "aliases")
    assert list(rows.values_list("slug", flat=True)) == found


def test_search_for_nothing_finds_everything(catalogue: Municipality) -> None:
    assert matching(Neighbourhood.objects.all(), "  ", "name_tr").count() == 17


def test_retired_entries_cannot_be_chosen(catalogue: Municipality) -> None:
    RightsHolderGroup.objects.filter(slug="lgbti").update(is_active=False)
    assert "lgbti" not in in_use(RightsHolderGroup).values_list("slug", flat=True)


def test_names_follow_the_reader(catalogue: Municipality) -> None:
    group = RightsHolderGroup.objects.get(slug="duzensiz_goc")
    assert group.name == "Düzensiz göçmenler"
    assert group.note.startswith("Kayda geçme korkusu")
    with translation.override("en"):
        assert group.name == "Undocumented migrants"
        assert group.note.startswith("Fear of being recorded")
