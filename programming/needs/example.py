"""Example needs: plainly marked, invented, naming no real person or organisation."""

import io
from datetime import timedelta

import pgtrigger
from django.db.models import Q, QuerySet
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from programming.needs.models import (
    Channel,
    ConsentHow,
    Need,
    NeedDraft,
    NeedSupport,
    OutreachKind,
    OutreachTask,
    QuarterlyTable,
)

NOTE = "Örnek kayıt: kurgudur."

EXAMPLES = [
    {
        "title": "Sağlık merkezine giden kaldırımdan tekerlekli sandalyeyle geçilemiyor",
        "body": "Yol boyunca üç kaldırım rampası yok, iki yerde direk geçişi kapatıyor. "
        "Randevusuna giden yaşlılar ve engelliler araç yoluna iniyor. " + NOTE,
        "suggestion": "Rampaların yapılması ve direklerin taşınması. Denetime yolu kullananlar da katılsın.",
        "groups": ["engelli_fiziksel", "yasli", "engelli_bakim_verenler"],
        "rights": ["ulasim_erisim", "saglik"],
        "neighbourhoods": ["yenisahra"],
        "people": "under_500",
        "since": "years",
        "urgency": "soon",
        "by": "temsilci@ornek.test",
    },
    {
        "title": "Kreş saatleri vardiyalı çalışan annelere uymuyor",
        "body": "Kreş 17.30’da kapanıyor; hastanede ve çağrı merkezinde vardiyayla çalışanlar çocuklarını alacak kimse bulamıyor. "
        + NOTE,
        "suggestion": "Bir kreşte saat 21.00’e kadar nöbetçi sınıf.",
        "groups": ["kadin", "tek_ebeveyn", "cocuk"],
        "rights": ["cocuk_haklari", "calisma"],
        "neighbourhoods": ["barbaros", "ataturk"],
        "people": "under_100",
        "since": "years",
        "urgency": "ordinary",
        "by": "muhtar@ornek.test",
    },
    {
        "title": "Sıra ekranı yalnız yazıyla çağırıyor, göremeyen ve okuyamayan sırasını kaçırıyor",
        "body": "Başvuru salonundaki ekran sesli çağrı yapmıyor. "
        "Görme engelliler ve okuması olmayanlar yanındakine sormak zorunda kalıyor. " + NOTE,
        "suggestion": "",
        "groups": ["engelli_gorme", "okur_yazar_degil"],
        "rights": ["ifade_bilgi", "ayrimcilik"],
        "neighbourhoods": [],
        "people": "unknown",
        "since": "months",
        "urgency": "ordinary",
        "by": "temsilci@ornek.test",
    },
    {
        "title": "Akşam parkta ışık yanmıyor, genç kadınlar spora gelemiyor",
        "body": "Spor alanının çevresindeki lambalar haftalardır sönük. Akşam çalışmasına gelen genç kadınların sayısı azaldı. "
        + NOTE,
        "suggestion": "Lambaların onarılması ve yürüyüş yolunun aydınlatılması.",
        "groups": ["genc", "kadin"],
        "rights": ["yasam_guvenlik", "kultur_spor"],
        "neighbourhoods": ["icerenkoy"],
        "people": "under_100",
        "since": "weeks",
        "urgency": "soon",
        "by": "muhtar@ornek.test",
    },
    {
        "title": "Duraklarda oturacak yer ve gölgelik olmadığı için yaşlılar otobüs bekleyemiyor",
        "body": "Pazar yolundaki iki durakta bank ve gölgelik yok. Ayakta bekleyemeyenler pazara gitmekten vazgeçiyor. "
        + NOTE,
        "suggestion": "Duraklara arkalıklı bank.",
        "groups": ["yasli", "yalniz_yasli"],
        "rights": ["ulasim_erisim"],
        "neighbourhoods": ["kayisdagi"],
        "people": "under_500",
        "since": "always",
        "urgency": "ordinary",
        "by": "temsilci@ornek.test",
    },
]


def load() -> list[Need]:
    """Create the example needs through the same service that people use; does nothing where they exist."""
    from atasehir_portal.accounts.models import User
    from atasehir_portal.accounts.people import person
    from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
    from programming.needs.services import NeedText, submit_need

    if Need.objects.filter(is_example=True).exists():
        return []
    made = []
    for example in EXAMPLES:
        user = User.objects.get(email=example["by"])
        text = NeedText(
            title=example["title"],
            body=example["body"],
            suggestion=example["suggestion"],
            groups=RightsHolderGroup.objects.filter(slug__in=example["groups"]),
            rights=Right.objects.filter(slug__in=example["rights"]),
            neighbourhoods=Neighbourhood.objects.filter(slug__in=example["neighbourhoods"]),
            people=example["people"],
            since=example["since"],
            urgency=example["urgency"],
        )
        organisation = person(user).memberships[0].organisation
        made.append(submit_need(text=text, by=user, organisation=organisation, is_example=True))
    made.append(_passed_on())
    made.append(_merged(made[4]))
    _voice(made[1])
    _show(made[4])
    _draft()
    _outreach()
    _quarter()
    return made


def _passed_on() -> Need:
    """What an officer wrote down at a visit, for people without access."""
    from atasehir_portal.accounts.models import User
    from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
    from programming.needs.services import NeedText, submit_need

    text = NeedText(
        title="Çöp toplama günleri yalnız internette duyuruluyor, haberimiz olmuyor",
        body="Gün değişince çöpler kapıda kalıyor. İnterneti olmayan yaşlılar değişikliği komşudan öğreniyor. " + NOTE,
        suggestion="Muhtarlığa ve apartman girişlerine kâğıt duyuru.",
        groups=RightsHolderGroup.objects.filter(slug__in=["yalniz_yasli", "dijital_dislanan"]),
        rights=Right.objects.filter(slug__in=["ifade_bilgi", "cevre"]),
        neighbourhoods=Neighbourhood.objects.filter(slug="fetih"),
        people="under_100",
        since="months",
        channel=Channel.VISIT,
        notice_told=True,
        consent=True,
        consent_how=ConsentHow.SPOKEN,
        consent_on=timezone.localdate(),
    )
    officer = User.objects.get(email="gorevli@ornek.test")
    return submit_need(text=text, by=officer, organisation=None, is_example=True)


def _show(need: Need) -> None:
    """A need with a file: the stop on the way to the market."""
    from programming.needs.evidence import hand_on

    draft = NeedDraft.objects.create(author=need.submitted_by, said={}, is_example=True)
    _file(draft, "Çizim: oturacak yeri ve gölgeliği olmayan bir durak. " + NOTE)
    hand_on(draft=draft, need=need)
    draft.delete()


def _merged(target: Need) -> Need:
    """What the neighbourhood head raised and an officer merged into a need that says the same."""
    from atasehir_portal.accounts.models import User
    from atasehir_portal.accounts.people import person
    from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
    from programming.needs.merging import merge_need
    from programming.needs.services import NeedText, submit_need

    text = NeedText(
        title="Pazar yolundaki durakta oturulacak bir yer yok",
        body="Yaşlılar otobüsü ayakta bekliyor; yağmurda ve güneşte sığınacak yer bulamıyorlar. " + NOTE,
        groups=RightsHolderGroup.objects.filter(slug="yasli"),
        rights=Right.objects.filter(slug="ulasim_erisim"),
        neighbourhoods=Neighbourhood.objects.filter(slug="kayisdagi"),
        people="unknown",
        since="years",
    )
    by = User.objects.get(email="muhtar@ornek.test")
    organisation = person(by).memberships[0].organisation
    need = submit_need(text=text, by=by, organisation=organisation, is_example=True)
    reason = "İkisi de pazar yolundaki duraklarda oturacak yer olmadığını anlatıyor. " + NOTE
    merge_need(need=need, into=target, by=User.objects.get(email="koordinator@ornek.test"), reason=reason)
    return need


def _voice(need: Need) -> None:
    """The representative's organisation joins a need that another one raised."""
    from atasehir_portal.accounts.models import User
    from atasehir_portal.accounts.people import person
    from programming.needs.support import support_need

    by = User.objects.get(email="temsilci@ornek.test")
    support_need(need=need, by=by, organisation=person(by).memberships[0].organisation)


def _draft() -> None:
    """A need that the representative has begun to write."""
    from atasehir_portal.accounts.models import User

    said = {
        "title": ["Otobüs durağında bekleyenler yağmurda korunaksız kalıyor"],
        "body": ["Durağın üstü kapalı değil; yağmurda yaşlılar ve çocuklu aileler ıslanıyor. " + NOTE],
        "service_area": [""],
        "since": ["years"],
    }
    author = User.objects.get(email="temsilci@ornek.test")
    draft = NeedDraft.objects.create(author=author, said=said, done=[1], is_example=True)
    _file(draft, "Çizim: üstü açık bir durakta yağmurda bekleyen iki kişi. " + NOTE)


def _file(draft: NeedDraft, shows: str) -> None:
    """A drawn picture that says on itself that it is an example."""
    from programming.needs.evidence import add_file

    add_file(draft=draft, by=draft.author, content=drawn_stop(), name="durak.png", shows=shows)


def drawn_stop() -> bytes:
    """A bus stop in the rain, drawn: no photograph of a place or of people."""
    picture = Image.new("RGB", (960, 600), "#dfe7ea")
    pen = ImageDraw.Draw(picture)
    for column in range(0, 960, 48):
        for row in range(0, 460, 60):
            pen.line([(column + row % 40, row), (column + row % 40 - 12, row + 30)], fill="#8fa6b2", width=3)
    pen.rectangle([(0, 470), (960, 600)], fill="#b9b4aa")
    pen.rectangle([(640, 130), (652, 470)], fill="#41525c")
    pen.ellipse([(596, 60), (696, 160)], fill="#1f5f8b")
    pen.text((646, 110), "D", fill="white", font=ImageFont.load_default(60), anchor="mm")
    for left in (300, 420):
        pen.ellipse([(left, 250), (left + 60, 310)], fill="#5b4a3f")
        pen.rounded_rectangle([(left - 10, 315), (left + 70, 470)], radius=24, fill="#7a5b6b")
    pen.text((30, 560), "ÖRNEK · kurgudur", fill="#2b2b2b", font=ImageFont.load_default(28), anchor="lm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _outreach() -> None:
    """An open task for one unheard group, and one for another that was done."""
    from atasehir_portal.accounts.models import User
    from atasehir_portal.answering.clock import today
    from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
    from programming.needs.outreach import close_task, give_task

    coordinator, officer = (User.objects.get(email=f"{name}@ornek.test") for name in ("koordinator", "gorevli"))
    unit = officer.posts.get(until=None).unit
    due = today() + timedelta(days=21)
    give_task(
        group=RightsHolderGroup.objects.get(slug="roman"),
        kind=OutreachKind.VISIT,
        neighbourhood=Neighbourhood.objects.get(slug="yenisahra"),
        unit=unit,
        due_on=due,
        note="Akşam saatinde, mahalledeki bir evde ya da kahvede görüşülsün. " + NOTE,
        by=coordinator,
    )
    done = give_task(
        group=RightsHolderGroup.objects.get(slug="ev_iscisi"),
        kind=OutreachKind.INVITE,
        unit=unit,
        due_on=due,
        by=coordinator,
    )
    outcome = "Bir dayanışma ağı portala katılmak istedi; başvurusu bekleniyor. " + NOTE
    close_task(task=done, by=officer, done_on=today(), outcome=outcome)


def _quarter() -> None:
    """The tables of the quarter that ended last, of invented needs that stand in no list: so that there is something to read."""
    from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
    from programming.needs.coverage import printing, quarters
    from programming.needs.coverage.classes import Record

    def one(groups: list[str], rights: list[str], places: list[str]) -> Record:
        numbers = [
            frozenset(model.objects.filter(slug__in=slugs).values_list("pk", flat=True))
            for model, slugs in ((RightsHolderGroup, groups), (Right, rights), (Neighbourhood, places))
        ]
        return Record(groups=numbers[0], rights=numbers[1], places=numbers[2], area=None)

    public = [one(["yasli"], ["saglik", "ulasim_erisim"], ["fetih"])] * 3
    public += [one(["kadin", "cocuk"], ["calisma"], ["barbaros"])] * 4
    participants = [one(["kadin"], ["yasam_guvenlik"], ["icerenkoy"])] * 6
    quarter = quarters.last_ended()
    tables = quarters.freeze(quarter, public, [participants], is_example=True)
    file = printing.order(quarter, tables, is_example=True)
    for table in tables:
        table.rendering = file
        table.save()


def all_needs() -> QuerySet[Need]:
    """Return the example needs: those that are marked, and whatever example people or organisations raised."""
    return Need.objects.filter(Q(is_example=True) | Q(submitted_by__is_example=True) | Q(organisation__is_example=True))


def remove() -> None:
    """Delete the example needs with their duties and everything that hangs on them."""
    NeedDraft.objects.filter(Q(is_example=True) | Q(author__is_example=True)).delete()
    NeedSupport.objects.filter(
        Q(is_example=True) | Q(user__is_example=True) | Q(organisation__is_example=True)
    ).delete()
    OutreachTask.objects.filter(
        Q(is_example=True)
        | Q(made_by__is_example=True)
        | Q(done_by__is_example=True)
        | Q(withdrawn_by__is_example=True)
    ).delete()
    _remove_quarters()
    needs = all_needs()
    duties = [need.duty for need in needs.select_related("duty") if need.duty]
    needs.delete()
    for duty in duties:
        duty.delete()


def _remove_quarters() -> None:
    """Delete the example tables of quarters and their files: the one act that may pass the guard, for marked rows only."""
    from atasehir_portal.rendering.services import discard_rendering

    tables = QuarterlyTable.objects.filter(Q(is_example=True) | Q(published_by__is_example=True))
    files = {table.rendering for table in tables.select_related("rendering") if table.rendering}
    with pgtrigger.ignore("needs.QuarterlyTable:needs_quarter_stays"):
        tables.delete()
    for file in files:
        discard_rendering(rendering=file)
