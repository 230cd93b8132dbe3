"""An example assessment: plainly marked, invented, naming no real person or organisation."""

from django.db import transaction
from django.db.models import Q

from atasehir_portal.accounts.models import Organisation, StaffPost, StaffRole, User
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.documents import example as example_documents
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, BlockKind
from programming.assessing import evidence, services
from programming.assessing.elements import Kind, Level
from programming.assessing.models import Adoption, Assessment, AssessmentState, GatheredNeed
from programming.assessing.services.stages import write_down
from programming.needs import example as needs
from programming.needs.models import Need

TITLE = "Yenisahra’da sağlık merkezine yardım almadan ulaşmak (örnek)"
NOTE = "Örnek sürüm: içindeki sayılar, yerler ve tarihler kurgudur."
NEED = "Sağlık merkezine giden kaldırımdan"
TEXTS = {
    "durum": (
        (
            "Tekerlekli sandalye kullananlar ve yürümekte güçlük çeken yaşlılar, sağlık merkezine giden yolun bir bölümünde "
            "araç yoluna inmek zorunda kalıyor. **Örnek metindir; içindeki her bilgi kurgudur.**"
        ),
        (
            "Kullanıcılarla yapılan yürüyüşte yol boyunca üç rampanın eksik olduğu, iki direğin geçişi kapattığı görüldü. "
            "Yoldan geri dönenlerin sayısını tutan bir birim yok: bu konuda veri bulunmuyor."
        ),
    ),
    "kesisim": (
        (
            "Yalnız yaşayan ve tekerlekli sandalye kullanan yaşlı kadınlar, hem yolu tek başına aşamıyor hem de kendilerine eşlik "
            "edecek birini bulamıyor. Okuması olmayanlar, geçici güzergâhı gösteren yazılı levhalardan yararlanamıyor."
        ),
    ),
}
# (which, level, below which, sentence, what bears it out, source, whether the example need bears it out)
CAUSES = (
    ("1", Level.MANIFESTATION, "", "Sağlık merkezine tekerlekli sandalyeyle yardım almadan varılamıyor.", "", "", True),
    (
        "1.1",
        Level.IMMEDIATE,
        "1",
        "Yol boyunca üç kaldırım rampası yok.",
        "Rampasız kaldırımlar yürüyüşte birlikte işaretlendi.",
        "Kullanıcılarla yerinde inceleme (örnek)",
        True,
    ),
    ("1.2", Level.IMMEDIATE, "1", "İki direk geçişi kapatıyor.", "", "Kullanıcılarla yerinde inceleme (örnek)", True),
    (
        "1.1.1",
        Level.UNDERLYING,
        "1.1",
        "Kaldırım işleri erişilebilirlik denetimi yapılmadan teslim alınıyor.",
        "Teslim tutanağında erişilebilirlik sorusu bulunmuyor.",
        "Teslim tutanağı örneği (kurgu)",
        False,
    ),
    (
        "1.2.1",
        Level.UNDERLYING,
        "1.2",
        "Direğin yerini belirleyen kurum ile kaldırımı yapan birim birbirine danışmıyor.",
        "",
        "",
        False,
    ),
    ("1.1.1.1", Level.ROOT, "1.1.1", "Erişilebilirlikten sorumlu bir birim ve bütçe kalemi yok.", "", "", False),
    ("1.2.1.1", Level.ROOT, "1.2.1", "Yol kullanıcıları plan aşamasında söz sahibi değil.", "", "", False),
)
PARTS = (
    (
        Kind.CLAIM,
        {"holder": "Tekerlekli sandalye kullanan sakinler"},
        "Sağlık merkezine yardım almadan, güvenle varmak.",
    ),
    (Kind.CLAIM, {"holder": "Yalnız yaşayan yaşlılar"}, "Yoldaki değişikliği anlayacakları biçimde önceden öğrenmek."),
    (
        Kind.OBLIGATION,
        {"bearer": "Fen İşleri Müdürlüğü", "duty": "fulfil", "competence": "district"},
        "Kaldırımı erişilebilir yapmak, bakımda erişilebilirliği korumak.",
    ),
    (
        Kind.OBLIGATION,
        {"bearer": "Zabıta Müdürlüğü", "duty": "protect", "competence": "district"},
        "Kaldırımın tezgâh ve araçla kapatılmasını önlemek.",
    ),
    (
        Kind.OBLIGATION,
        {"bearer": "Büyükşehir belediyesi", "duty": "fulfil", "competence": "metropolitan"},
        "Ana yol üzerindeki geçitleri ve durakları erişilebilir kılmak.",
    ),
    (
        Kind.GAP,
        {
            "side": "holder",
            "who": "Yalnız yaşayan yaşlılar",
            "component": "communication",
            "closes": "Muhtarlıkta sözlü duyuru ve büyük puntolu harita.",
        },
        "Çalışma duyuruları yalnız internette yapılıyor.",
    ),
    (
        Kind.GAP,
        {
            "side": "bearer",
            "who": "Fen İşleri Müdürlüğü",
            "component": "human",
            "closes": "Kullanıcılarla birlikte iki günlük denetim eğitimi.",
        },
        "Erişilebilirliği denetleyecek eğitimi almış kimse yok.",
    ),
    (
        Kind.GAP,
        {
            "side": "bearer",
            "who": "Fen İşleri Müdürlüğü",
            "component": "economic",
            "closes": "Bakım bütçesine erişilebilirlik kalemi.",
        },
        "Rampa ve direk işleri için ayrılmış ödenek bulunmuyor.",
    ),
)
# question of the checklist for health → judgement and reason
JUDGEMENTS = (
    ("1", "partly", "Merkez var; ama iki sokaktan ona giden yol kullanılamıyor."),
    ("5", "not_met", "Tekerlekli sandalye kullananlar fiilen dışarıda kalıyor."),
    ("9", "not_met", "Güzergâhta üç rampa eksik; hissedilebilir yüzey yok."),
    ("10", "not_met", "Yol üzerindeki dokuz lambanın dördü yanmıyor."),
    ("13", "partly", "Bilgi sade yazılmış; ama yalnız internette duyuruluyor."),
    ("16", "not_known", "Merkezin içi bu değerlendirmede incelenmedi."),
)
SCORES = (
    ("gravity", "4", "Her gün araç yoluna iniliyor; sağlık hizmeti erteleniyor."),
    ("furthest_behind", "5", "En çok, yalnız yaşayan ve hareketi kısıtlı yaşlıları etkiliyor."),
    ("impact", "4", "Denetim kalıcı olursa öteki yollar da düzelir."),
    ("competence", "4", "İşin çoğu ilçenin yetkisinde; geçitler büyükşehrin."),
    ("feasibility", "3", "Rampalar bu yıl yapılabilir; bütçe kalemi gelecek yıla kalır."),
)
# what bears the two immediate causes out: what it shows, whether everybody may open it, its lines
FILES = (
    (
        "Yürüyüşte işaretlenen rampasız geçişler (örnek, kurgu)",
        True,
        ("Yer;Rampa;Not", "Birinci geçiş (kurgu);yok;kaldırım 18 cm", "İkinci geçiş (kurgu);yok;direk var"),
    ),
    (
        "Yürüyüşe katılanların notları (örnek, kurgu)",
        False,
        ("Sıra;Not", "1;Direğin yanından geçilemedi (kurgu)", "2;Araç yoluna inildi (kurgu)"),
    ),
)


def load() -> Assessment | None:
    """Create the example assessment through the services that people use, adopted so that everybody reads it; does nothing where
    one exists.

    Needs the example accounts; gathers the example need if it exists.
    """
    if Assessment.objects.filter(is_example=True).exists():
        return None
    by = _coordinator()
    assessment = services.create_assessment(
        title=TITLE,
        right=Right.objects.get(slug="saglik"),
        groups=RightsHolderGroup.objects.filter(slug__in=["engelli_fiziksel", "yalniz_yasli"]),
        neighbourhoods=Neighbourhood.objects.filter(slug="yenisahra"),
        by=by,
        is_example=True,
    )
    organisation = Organisation.objects.filter(is_example=True, state="verified").order_by("pk").first()
    if organisation is not None:
        services.invite_organisation(assessment=assessment, organisation=organisation, by=by)
    for anchor, texts in TEXTS.items():
        section = assessment.document.sections.get(anchor=anchor)
        for body in texts:
            documents.add_block(section=section, kind=BlockKind.PARAGRAPH, body=body, by=by)
    borne_out = _tree(assessment, by)
    for kind, data, body in PARTS:
        services.add_part(assessment=assessment, kind=kind, data=data, body=body, by=by)
    for number, judgement, body in JUDGEMENTS:
        data = {"checklist": "aaaq", "number": number, "judgement": judgement}
        services.add_part(assessment=assessment, kind=Kind.APPRAISAL, data=data, body=body, by=by)
    for criterion, score, body in SCORES:
        data = {"criterion": criterion, "score": score}
        services.add_part(assessment=assessment, kind=Kind.SCORE, data=data, body=body, by=by)
    for need in Need.objects.filter(is_example=True, title__startswith=NEED):
        link = services.gather_need(assessment=assessment, need=need, by=by)
        services.link_causes(link=link, causes=[cause.uid for cause in borne_out], by=by)
    for cause, (shows, is_public, rows) in zip(borne_out[1:], FILES, strict=True):
        content = "\n".join(rows).encode()
        given = {"content": content, "name": "ornek.csv", "shows": shows, "is_public": is_public}
        evidence.add_file(assessment=assessment, cause=cause, by=by, **given)
    # nobody is asked about an example, so it is adopted without a round
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.ADOPTED)
    assessment.refresh_from_db()
    write_down(assessment=assessment, by=by, note=NOTE, number=1)
    return assessment


def _tree(assessment: Assessment, by: User) -> list[Block]:
    """Write the causes; return those that the example need bears out."""
    made: dict[str, Block] = {}
    borne_out = []
    for which, level, below, title, body, source, is_borne_out in CAUSES:
        data = {
            "title": title,
            "level": level.value,
            "parent": str(made[below].uid) if below else "",
            "source": source,
        }
        made[which] = services.add_part(assessment=assessment, kind=Kind.CAUSE, data=data, body=body, by=by)
        if is_borne_out:
            borne_out.append(made[which])
    return borne_out


def _coordinator() -> User:
    posts = StaffPost.objects.filter(until=None, role=StaffRole.COORDINATOR, user__is_example=True)
    return posts.select_related("user").order_by("pk")[0].user


@transaction.atomic
def release() -> None:
    """Take example needs out of every assessment, and every need out of example assessments, before the needs go."""
    links = GatheredNeed.objects.filter(Q(assessment__is_example=True) | Q(need__in=needs.all_needs()))
    real = Need.objects.filter(gathered_in__in=links).exclude(pk__in=needs.all_needs().values("pk"))
    touched = list(real.values_list("pk", flat=True))
    links.delete()
    left = GatheredNeed.objects.filter(removed_at=None).values("need")
    Need.objects.filter(pk__in=touched, state="in_assessment").exclude(pk__in=left).update(state="submitted")


@transaction.atomic
def remove() -> int:
    """Delete the example assessments with their text, versions and history; return how many. Rounds on them went before."""
    release()
    assessments = list(Assessment.objects.filter(is_example=True))
    Adoption.objects.filter(assessment__in=assessments).delete()
    texts = [assessment.document_id for assessment in assessments]
    Assessment.objects.filter(pk__in=[assessment.pk for assessment in assessments]).delete()
    example_documents.remove(texts)
    return len(assessments)
