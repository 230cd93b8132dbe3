"""Example data of moderation: an opinion that was hidden, and one that waits for a decision."""

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import commenting
from atasehir_portal.documents.models import HarmKind, Round
from atasehir_portal.documents.moderating import services

ADVERT = "Rampa, tutunma barı ve kapı yayı çeşitlerimizle hizmetinizdeyiz. Toplu alımda indirim yapıyoruz, dükkânımıza bekleriz."
WHY_HIDDEN = "Yazı bir iş yerinin tanıtımıydı; metinle ilgili bir görüş içermiyordu."
SHARP = "Bu bölüm bize sorulmadan yazılmış. Yazanlar bir gün tekerlekli sandalyeyle pazara çıksın, sonra konuşalım."
WHY_REPORTED = "Yazanlara haksızlık ediliyor."


def example_moderation(
    *, round: Round, author: User, reporter: User, moderator: User, organisation: Organisation | None = None
) -> None:
    """Add both to a round that is running. All of it is marked as an example and goes with the example inputs
    (``documents.example.remove_inputs``)."""
    advert = commenting.comment(round=round, by=author, body=ADVERT, is_example=True)
    services.report(said=advert, by=reporter, kind=HarmKind.ADVERT)
    services.hide(said=advert, by=moderator, kind=HarmKind.ADVERT, sentence=WHY_HIDDEN)
    sharp = commenting.comment(round=round, by=author, organisation=organisation, body=SHARP, is_example=True)
    services.report(said=sharp, by=reporter, kind=HarmKind.OTHER, words=WHY_REPORTED)
