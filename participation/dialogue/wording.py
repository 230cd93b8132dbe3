"""Where an organisation stands with the charter, in words and as a sign, the same on every page."""

from django.utils.formats import date_format
from django.utils.translation import gettext

from atasehir_portal.answering.clock import Sign
from participation.dialogue.standings import Stand, Standing

SIGNS = {
    Stand.NO_CHARTER: Sign("off", "ring"),
    Stand.ACCEPTED: Sign("ok", "check"),
    Stand.GRACE: Sign("wait", "clock"),
    Stand.WAITING: Sign("part", "half"),
}


def stand_in_words(standing: Standing) -> str:
    """Return where an organisation stands: accepted, grace until a day, waiting for acceptance."""
    if standing.stand == Stand.NO_CHARTER:
        return gettext("no charter in force")
    if standing.stand == Stand.ACCEPTED:
        return gettext("charter accepted")
    if standing.stand == Stand.GRACE and standing.until is not None:
        return gettext("grace until %(day)s") % {"day": date_format(standing.until, "j F Y")}
    return gettext("acceptance awaited")


def sign_of(standing: Standing) -> Sign:
    """Return how a standing is drawn; the words stand beside it."""
    return SIGNS[standing.stand]
