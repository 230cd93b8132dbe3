"""Sums of money as Turkish writes them (18.400.000,00) and as they are kept ("18400000.00", Turkish lira)."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CURRENCY = "TRY"
LARGEST = Decimal("999999999999.99")
_TURKISH = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]{1,2})?\Z")
_KEPT = re.compile(r"[0-9]{1,12}\.[0-9]{2}\Z")
_SIGNS = re.compile(r"\s+|₺")
_CODE = re.compile(r"(?:TL|TRY)\Z", re.IGNORECASE)


def parse(typed: str) -> Decimal:
    """Return a sum as somebody typed it: "18.400.000", "18.400.000,5", "18400000,00 ₺".

    Raises ValidationError on anything else, also where points do not part thousands, so that 18.40 is never read as
    1840.
    """
    digits = _CODE.sub("", _SIGNS.sub("", typed))
    if re.match(r"[-−–][0-9]", digits):
        raise ValidationError(_("A cost cannot be below zero."), code="negative")
    if not _TURKISH.match(digits):
        raise ValidationError(
            _("Write the sum like this: 18.400.000,00 (points part the thousands, the comma the kuruş)."),
            code="notation",
        )
    return _checked(Decimal(digits.replace(".", "").replace(",", ".")))


def read(kept: str) -> Decimal:
    """Return a sum as it is kept ("18400000.00"). Raises ValidationError where it is not one."""
    if not isinstance(kept, str) or not _KEPT.match(kept):
        raise ValidationError(_("Not a sum of money."), code="kept")
    return _checked(Decimal(kept))


def keep(amount: Decimal) -> str:
    """Return the sum as it is kept: digits, a point and two decimals."""
    return f"{amount:.2f}"


def typed(amount: Decimal) -> str:
    """Return the sum as it stands in a form, in Turkish notation whatever the reader's language: 18.400.000,00."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def shown(amount: Decimal) -> str:
    """Return the sum for reading, without ",00" and with the sign of the lira: 18.400.000 ₺."""
    places = 0 if amount == amount.to_integral_value() else 2
    number = f"{amount:,.{places}f}"
    if not (get_language() or "tr").startswith("en"):
        number = number.translate(str.maketrans(",.", ".,"))
    return f"{number}\u00a0₺"


def _checked(amount: Decimal) -> Decimal:
    if amount > LARGEST:
        raise ValidationError(_("The sum is larger than any budget. Check the number of zeros."), code="too_large")
    return amount
