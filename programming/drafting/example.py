"""An example programme: plainly marked, invented, naming no real person or organisation."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from atasehir_portal.accounts.models import StaffPost, StaffRole, Unit, User
from atasehir_portal.documents import example as example_documents
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import BlockKind
from programming.assessing.models import Assessment
from programming.drafting import grounds, links, services
from programming.drafting.models import AssessmentLink, Element, ElementKind, NeedLink, Programme
from programming.needs import example as needs
from programming.needs.models import Need

TITLE = "Eşit Erişim Programı 2027–2029 (örnek)"
SUMMARY = (
    "İlçede hizmete varamayan, sözünü duyuramayan ya da bakım yükü yüzünden hakkını kullanamayanlar için, bildirilen "
    "ihtiyaçlardan yola çıkan program. Örnek metindir: amaçlar, tutarlar ve tarihler kurgudur."
)
REMOVED = "Örnek veriler kaldırıldı."
INTRODUCTION = (
    "Bu program, bildirilen ihtiyaçlardan yola çıkar: kimin hangi hakkını kullanamadığına bakar, nedenini sorar ve her "
    "faaliyeti bir sorumluya, bir takvime ve bir bütçeye bağlar. **Örnek metindir; içindeki her bilgi kurgudur.**"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One goal, outcome or measure of the example, with what stands below it."""

    title: str
    body: str
    heading: str = ""
    below: "tuple[Part, ...]" = ()
    needs: tuple[str, ...] = ()
    unit: str = ""
    partners: str = ""
    quarters: tuple[str, str] = ("", "")
    budget: str = ""
    source: str = ""

    @property
    def data(self) -> dict[str, Any]:
        if not self.unit:
            return {"title": self.title}
        return {
            "title": self.title,
            "unit": self.unit,
            "partners": self.partners,
            "first_quarter": self.quarters[0],
            "last_quarter": self.quarters[1],
            "budget": self.budget,
            "currency": "TRY",
            "source": self.source,
            "competence": "district",
        }


GOALS = (
    Part(
        title="Herkes ilçede bir yerden bir yere yardım almadan ve güvenle gidebilir.",
        heading="Ulaşım ve erişim",
        body="Yol kapalıysa hizmet de kapalıdır. Bu amaç, yürüyerek, tekerlekli sandalyeyle ya da bebek arabasıyla çıkılan "
        "her yolun hizmete varmasını ister.",
        below=(
            Part(
                title="2029 sonunda belirlenen 20 güzergâhın 20’si erişilebilirlik denetiminden geçmiş olur.",
                heading="Sağlık ve okul yolları",
                body="Güzergâhlar kuruluşlarla birlikte seçilir; denetimi yolu kullananlar birlikte yapar.",
                below=(
                    Part(
                        title="Sağlık ve okul yollarında kesintisiz yaya erişimi",
                        body="Kaldırım rampaları yapılır, geçişi kapatan direkler taşınır, hissedilebilir yüzey döşenir. "
                        "Her güzergâh, işten önce ve sonra kullanıcılarıyla yürünür.",
                        unit="fen-isleri",
                        partners="Engelli Hizmetleri Müdürlüğü, Engelsiz Adımlar Derneği (örnek)",
                        quarters=("2027-Q1", "2029-Q4"),
                        budget="18400000.00",
                        source="Belediye bütçesi (örnek)",
                        needs=("Sağlık merkezine giden kaldırımdan",),
                    ),
                    Part(
                        title="Bakım işlerinde erişilebilirlik kontrolü",
                        body="Her kaldırım ve yol bakım işi, bitmeden önce kısa bir kontrol listesiyle yürünür; eksik "
                        "kalırsa iş teslim alınmaz.",
                        unit="fen-isleri",
                        quarters=("2027-Q2", "2029-Q4"),
                        budget="0.00",
                        source="Ek bütçe gerektirmez (örnek)",
                    ),
                ),
            ),
            Part(
                title="2028 sonunda pazar ve sağlık hatlarındaki duraklarda oturarak beklenebilir.",
                heading="Duraklar ve akşam güvenliği",
                body="Beklemek de yolculuğun parçasıdır. Durakların bir bölümü büyükşehir belediyesinin yetkisindedir; "
                "ilçe yalnız kendi yapabileceğini üstlenir.",
                below=(
                    Part(
                        title="Pazar yolundaki duraklara arkalıklı bank ve gölgelik",
                        body="Yerler, bekleyenlerle konuşularak seçilir. Büyükşehirin yetkisindeki duraklar için talep "
                        "yazılır ve yanıtı burada duyurulur.",
                        unit="fen-isleri",
                        partners="Büyükşehir belediyesi (talep yazısıyla)",
                        quarters=("2027-Q2", "2027-Q3"),
                        budget="2150000.00",
                        source="Belediye bütçesi (örnek)",
                        needs=("Duraklarda oturacak yer",),
                    ),
                    Part(
                        title="Parklarda ve yürüyüş yollarında akşam aydınlatması",
                        body="Sönük lambalar onarılır; karanlık kalan yerler akşam yürüyüşleriyle birlikte belirlenir.",
                        unit="park-bahceler",
                        partners="Komşu muhtarlıklar (örnek)",
                        quarters=("2027-Q1", "2028-Q2"),
                        budget="3600000.00",
                        source="Belediye bütçesi (örnek)",
                        needs=("Akşam parkta ışık yanmıyor",),
                    ),
                ),
            ),
        ),
    ),
    Part(
        title="Bakım yükü kimseyi işinden, okulundan ya da haklarından uzak tutmaz.",
        heading="Bakım ve kreş",
        body="Hizmetin var olması yetmez: saati de onu kullanacak olana uymalıdır.",
        below=(
            Part(
                title="2028 sonunda vardiyalı çalışan ebeveynler çocuklarını akşam saatlerinde de güvenle bırakabilir.",
                heading="Akşam bakımı",
                body="İlk yıl bir yerde denenir, kullananlarla değerlendirilir, sonra yaygınlaştırılır.",
                below=(
                    Part(
                        title="Bir kreşte saat 21.00’e kadar nöbetçi sınıf",
                        body="Nöbetçi sınıf bir yıl denenir. Yeri ve saatleri, vardiyalı çalışan ebeveynlerle birlikte "
                        "belirlenir.",
                        unit="sosyal-destek",
                        partners="Kadın ve Aile Hizmetleri Müdürlüğü",
                        quarters=("2027-Q3", "2028-Q3"),
                        budget="4750000.00",
                        source="Belediye bütçesi ve hibe (örnek)",
                        needs=("Kreş saatleri",),
                    ),
                ),
            ),
        ),
    ),
)


def load() -> Programme | None:
    """Create the example programme through the services that people use; does nothing where it exists.

    Needs the example accounts; links those of the example needs that exist.
    """
    if Programme.objects.filter(is_example=True).exists():
        return None
    by = _coordinator()
    programme = services.create_programme(
        title=TITLE,
        first_year=2027,
        last_year=2029,
        unit=by.posts.get(until=None).unit,
        summary=SUMMARY,
        by=by,
        is_example=True,
    )
    introduction = programme.document.sections.get()
    documents.add_block(section=introduction, kind=BlockKind.PARAGRAPH, body=INTRODUCTION, by=by)
    for goal in GOALS:
        _add(programme, None, goal, by)
    for assessment in Assessment.objects.filter(is_example=True, adoptions__isnull=False):
        gathered = assessment.gathered.filter(removed_at=None).values("need")
        for measure in Element.objects.filter(programme=programme, need_links__need__in=gathered).distinct():
            grounds.link_assessment(measure=measure, assessment=assessment, by=by)
    return programme


@transaction.atomic
def remove() -> int:
    """Delete the example programmes with their text, history and links; return how many. Needs fall back and are told."""
    programmes = list(Programme.objects.filter(is_example=True))
    elements = Element.objects.filter(programme__in=programmes)
    links.drop_links(measures=elements.filter(kind=ElementKind.MEASURE), by=None, reason=REMOVED)
    NeedLink.objects.filter(Q(measure__in=elements) | Q(need__in=needs.all_needs())).delete()
    AssessmentLink.objects.filter(Q(measure__in=elements) | Q(assessment__is_example=True)).delete()
    for kind in (ElementKind.MEASURE, ElementKind.OUTCOME, ElementKind.GOAL):
        elements.filter(kind=kind).delete()
    documents_of_examples = [programme.document_id for programme in programmes]
    Programme.objects.filter(pk__in=[programme.pk for programme in programmes]).delete()
    example_documents.remove(documents_of_examples)
    return len(programmes)


def _coordinator() -> User:
    post = StaffPost.objects.filter(until=None, role=StaffRole.COORDINATOR, user__is_example=True).select_related(
        "user"
    )
    return post.order_by("pk")[0].user


def _add(programme: Programme, parent: Element | None, part: Part, by: User) -> None:
    data = part.data
    if part.unit and not Unit.objects.filter(slug=part.unit).exists():
        data["unit"] = ""
    element = services.add_element(
        programme=programme, parent=parent, data=data, body=part.body, heading=part.heading, by=by
    )
    for words in part.needs:
        for need in Need.objects.filter(is_example=True, title__startswith=words):
            links.link_need(measure=element, need=need, by=by)
    for child in part.below:
        _add(programme, element, child, by)
