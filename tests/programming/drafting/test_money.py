"""Sums in Turkish notation, quarters, and the typed data of a measure."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programming.drafting import elements, money
from programming.drafting.elements import Measure, Quarter, validate_measure, validate_titled
from tests.programming.drafting.factories import MEASURE

SUMS = st.decimals(min_value=0, max_value=money.LARGEST, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("18.400.000,00", "18400000.00"),
        ("18.400.000", "18400000"),
        ("18400000", "18400000"),
        ("18.400.000,5", "18400000.5"),
        (" 18.400.000,00 ₺ ", "18400000.00"),
        ("18 400 000 TL", "18400000"),
        ("18.400", "18400"),
        ("0", "0"),
        ("0,99", "0.99"),
        ("999.999.999.999,99", "999999999999.99"),
    ],
)
def test_sum_in_turkish_notation_is_read(typed, amount):
    assert money.parse(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "negative"),
        ("−5,00", "negative"),
        ("18.40", "notation"),
        ("18,400,000.00", "notation"),
        ("1.2345", "notation"),
        ("5,123", "notation"),
        ("beş milyon", "notation"),
        ("", "notation"),
        ("1e9", "notation"),
        ("NaN", "notation"),
        ("Infinity", "notation"),
        ("١٢٣", "notation"),
        ("0x10", "notation"),
        ("1.000.000.000.000", "too_large"),
        ("9" * 40, "too_large"),
    ],
)
def test_sum_that_is_none_is_refused(typed, code):
    with pytest.raises(ValidationError) as error:
        money.parse(typed)
    assert error.value.code == code


@given(SUMS)
def test_sum_comes_back_as_it_was_typed_and_kept(amount):
    assert money.parse(money.typed(amount)) == amount
    assert money.read(money.keep(amount)) == amount


def test_sum_is_shown_as_the_language_writes_it():
    assert money.shown(Decimal("18400000.00")) == "18.400.000\u00a0₺"
    assert money.shown(Decimal("0.50")) == "0,50\u00a0₺"
    with translation.override("en"):
        assert money.shown(Decimal("1234.5")) == "1,234.50\u00a0₺"


@given(st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()), st.floats()))
def test_kept_sum_that_is_none_is_refused_and_never_breaks_reading(kept):
    try:
        money.read(kept)
    except ValidationError:
        assert Measure.of({"title": "x", "budget": kept}).budget is None


def test_measure_data_is_kept_in_one_form():
    kept = validate_measure({"title": "  Okul\u202e   yolu ", "budget": "10.00", "unit": "fen-isleri"})
    assert kept["title"] == "Okul yolu"
    assert kept["currency"] == "TRY"
    assert kept["first_quarter"] == ""
    assert set(kept) == set(elements.MEASURE_FIELDS)
    assert validate_measure(kept) == kept
    assert validate_measure(MEASURE) == MEASURE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 251}, "title"),
        ({"title": ["x"]}, "title"),
        ({"unit": "../../etc"}, "unit"),
        ({"first_quarter": "2027-Q5"}, "first_quarter"),
        ({"first_quarter": "0001-Q1"}, "first_quarter"),
        ({"first_quarter": "2028-Q1", "last_quarter": "2027-Q4"}, "last_quarter"),
        ({"budget": "-1.00"}, "budget"),
        ({"budget": "18.400.000,00"}, "budget"),
        ({"budget": 18400000}, "budget"),
        ({"currency": "EUR"}, "currency"),
        ({"competence": "mayor"}, "competence"),
        ({"partners": "x" * 1001}, "partners"),
        ({"source": "a\x00b"}, "source"),
        ({"risk": "unknown field"}, "__all__"),
    ],
)
def test_measure_data_that_is_wrong_is_refused_at_its_field(change, field):
    with pytest.raises(ValidationError) as error:
        validate_measure({**MEASURE, **change})
    assert list(error.value.error_dict) == [field]


def test_goal_has_a_title_and_nothing_else():
    assert validate_titled({"title": "Herkes dolaşabilir"}) == {"title": "Herkes dolaşabilir"}
    with pytest.raises(ValidationError):
        validate_titled({"title": "Herkes dolaşabilir", "budget": "1.00"})


def test_data_of_another_version_is_read_without_an_error():
    odd = Measure.of({"title": 5, "budget": "viel", "first_quarter": "?", "competence": "emperor", "extra": {}})
    assert odd == Measure(title="")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2027-Q1", "2029-Q4", "2027–2029"),
        ("2027-Q1", "2027-Q4", "2027"),
        ("", "", ""),
    ],
)
def test_calendar_in_words(first, last, words):
    assert Measure.of({**MEASURE, "first_quarter": first, "last_quarter": last}).period == words


def test_quarters_are_in_order():
    assert Quarter.read("2027-Q4") < Quarter.read("2028-Q1")
    assert str(Quarter.read("2027-Q4")) == "2027-Q4"
