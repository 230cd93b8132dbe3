"""The needs of a city, as many as are asked for: made-up sentences of real words, with the unevenness of real ones.

A few groups, places and words come up often and most of them seldom, a need is short or long, old or new. Nothing is about anybody.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.rules import calculate, ensure_default
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from programming.needs.models import Need, NeedState

WHO = """tekerlekli sandalye kullananlar|görme engelliler|işitme engelliler|yaşlılar|yalnız yaşayan yaşlılar|
küçük çocuğu olan anneler|gece çalışan kadınlar|öğrenciler|okula yeni başlayan çocuklar|ev işçileri|
gündelikçiler|atık toplayıcıları|kiracılar|yeni taşınanlar|Türkçe bilmeyen komşular|
geçici koruma altındaki aileler|Roman aileler|evde bakım verenler|gençler|emekliler|muhtarlığa gelenler|
apartman görevlileri|bisikletle işe gidenler|pazarcılar|kreşe çocuk bırakanlar|şiddet gören kadınlar|
otizmli çocukların aileleri|diyaliz hastaları|işsiz gençler|deprem sonrası taşınan aileler"""
WHERE = """metro çıkışında|pazar yerinde|okulun önünde|sağlık ocağının yanında|parkın girişinde|otobüs durağında|
cami avlusunda|köprü altında|yokuşun başında|site aralarında|spor salonunda|kültür evinde|belediye binasında|
çocuk bahçesinde|yeni yapılan konutların arasında|dere kenarında|toplu taşıma hattında|kütüphanede|
aile sağlığı merkezinde|eczanenin köşesinde|çevre yolunun kıyısında"""
WHAT = """kaldırım rampası|yürüyen merdiven|asansör|sesli uyarı|kabartma yazı|gölgelik|oturma bankı|sokak aydınlatması|
kreş|etüt odası|danışma masası|çevirmen|işaret dili tercümanı|bebek bakım odası|umumi tuvalet|oyun alanı|
yaya geçidi|trafik ışığı|ücretsiz servis|sıcak yemek|aşevi|giysi bankası|hukuk danışmanlığı|psikolojik destek|
sığınma evi|bakım molası|evde temizlik desteği|sağlık taraması|diş muayenesi|okuma yazma kursu|meslek kursu|
bilgisayar dersi|gece otobüsü|engelli taksisi|çöp konteyneri|yağmur suyu ızgarası|kira yardımı|gıda desteği|
burs|spor kursu|yüzme havuzu saati|kütüphane masası|internet erişimi|toplanma alanı|acil durum eğitimi"""
WRONG = """yok|yetersiz|bozuk|çok uzakta|saatleri uymuyor|ücretli olduğu için kullanılamıyor|yalnız Türkçe|
randevusu aylar sonrasına veriliyor|dar olduğundan geçilmiyor|kış aylarında kapalı|akşamları karanlık|
basamaklı|haber verilmeden kaldırıldı|kime sorulacağı bilinmiyor|kalabalıktan sıra gelmiyor|güvenli değil|
araçlar park ettiği için kapalı|başvuru formu anlaşılmıyor|telefonu açan olmuyor|iki yıldır bekleniyor"""
THEN = """Bu yüzden dışarı çıkamayan komşularımız var.|Çocuklar okula yürüyerek gidemiyor.|
Başvuranlar geri çevrildiğini söylüyor.|Komşular sırayla yardım ediyor ama yetmiyor.|
Geçen kış iki kez düşen oldu.|Kimseye ulaşamadıklarını anlattılar.|Toplantıda en çok bu konuşuldu.|
Evden çıkmadan geçen günler uzuyor.|İşe gidebilmek için çocuğu bırakacak yer aranıyor.|
Dilekçe verildi, yanıt gelmedi.|Gelir azaldığından başka yol bulunamıyor.|En çok kadınlar etkileniyor.|
Hastaneye gidişler aksıyor.|Ayda bir yapılması yeterli olur.|Mahalle dışına gitmek gerekiyor.|
Bir tabelayla bile iş kolaylaşır.|Yol ücretini herkes ödeyemiyor.|Belediyenin aracı haftada bir gelse olur.|
Akşam saatlerinde kimse geçmek istemiyor.|Yan mahallede benzeri yapıldı."""


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", "").split("|")]


def _falling(many: Sequence[object]) -> list[float]:
    """Weights by which the first come up often and the last seldom."""
    return [1 / (number + 1) for number in range(len(many))]


def sentences(number: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield titles and bodies, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  no secret
    who, where, what, wrong, then = (_words(text) for text in (WHO, WHERE, WHAT, WRONG, THEN))

    def one(many: list[str]) -> str:
        return chance.choices(many, _falling(many))[0]

    for _number in range(number):
        lacking = f"{one(where)} {one(what)} {one(wrong)}"
        title = f"{one(who)} için {lacking}".capitalize()
        body = " ".join([f"{lacking.capitalize()}.", *chance.sample(then, chance.randint(1, 6))])
        yield title[:200], body


def fill(number: int, *, organisation: Organisation, by: User, seed: int) -> None:
    """Write that many needs straight into the tables, with their duties, groups, rights and places; analyse the tables afterwards.

    The newest is of now and the oldest of three years ago; nine of ten are public, two of three are answered.
    """
    duty, need = _pattern(organisation, by)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE said (n serial PRIMARY KEY, reference text, title text, body text, chance float)"
        )
        rows = (
            f"{_reference(seed, place)}\t{title}\t{body}\n"
            for place, (title, body) in enumerate(sentences(number, seed))
        )
        cursor.copy_expert("COPY said (reference, title, body) FROM STDIN", _Stream(rows))
        cursor.execute("UPDATE said SET chance = random()")
        # as after a long time: what triggers do for each row is left out, and coverage is counted anew at the end
        cursor.execute("SET session_replication_role = replica")
        age = f"now() - interval '3 years' * ((said.n::float) / {int(number)})"
        answered = "said.chance < 0.66"
        _copy(
            cursor,
            Duty,
            duty,
            reference="said.reference",
            title="said.title",
            received_at=age,
            due_on=f"({age})::date + 30",
            state=f"CASE WHEN {answered} THEN 'answered' ELSE 'open' END",
            outcome=f"CASE WHEN {answered} THEN 'noted' ELSE '' END",
            reason=f"CASE WHEN {answered} THEN 'Not edildi.' ELSE '' END",
            answered_at=f"CASE WHEN {answered} THEN {age} + interval '10 days' END",
        )
        _copy(
            cursor,
            Need,
            need,
            reference="said.reference",
            title="said.title",
            body="said.body",
            submitted_at=age,
            created_at=age,
            state=f"CASE WHEN {answered} THEN 'closed' ELSE 'submitted' END",
            visibility="CASE WHEN said.n %% 10 = 0 THEN 'participants' ELSE 'public' END",
            service_area_id=_one_of(ServiceArea, "said.chance"),
            duty_id=f"(SELECT id FROM {Duty._meta.db_table} WHERE reference = said.reference)",  # noqa: S608
        )
        for model, links, most in (
            (RightsHolderGroup, Need.groups, 3),
            (Right, Need.rights, 2),
            (Neighbourhood, Need.neighbourhoods, 2),
        ):
            through = links.through._meta.db_table
            column = f"{model.__name__.lower()}_id"
            cursor.execute(
                f"INSERT INTO {through} (need_id, {column})"  # noqa: S608  names of our own tables
                f" SELECT DISTINCT need.id, {_one_of(model, 'random() * (need.id > 0)::int')}"
                f" FROM said JOIN {Need._meta.db_table} need USING (reference), generate_series(1, {most})"
                " ON CONFLICT DO NOTHING"
            )
        cursor.execute("DROP TABLE said")
        cursor.execute(f"DELETE FROM {Need._meta.db_table} WHERE id = %s", [need.pk])  # noqa: S608
        cursor.execute(f"DELETE FROM {Duty._meta.db_table} WHERE id = %s", [duty.pk])  # noqa: S608
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT needs_coverage_recount()")
        cursor.execute("SELECT gin_clean_pending_list('needs_search')")
        cursor.execute("ANALYZE")  # as the server does by itself where rows are committed


def _reference(seed: int, number: int) -> str:
    """A reference as the portal makes them; the year tells one filling from another."""
    base = len(references.ALPHABET)
    signs = (references.ALPHABET[number // base**place % base] for place in range(references.LENGTH))
    return f"İ-{references.FIRST_YEAR + seed}-{''.join(signs)}"


def _one_of(model: type[Model], chance: str) -> str:
    """SQL that takes one row of a vocabulary: the first ones often, the last ones seldom."""
    place = f"1 + floor(power({chance}, 2) * count(*))::int"
    return f"(SELECT (array_agg(id ORDER BY id))[{place}] FROM {model._meta.db_table})"  # noqa: S608


def _pattern(organisation: Organisation, by: User) -> tuple[Duty, Need]:
    """Write the one need whose other columns all the others take over."""
    rule, _created = ensure_default()
    now = timezone.now()
    calculation = calculate(rule, timezone.localdate())
    duty = Duty.objects.create(
        reference="İ-ÖRNEK",
        kind=DutyKind.NEED,
        organisation=organisation,
        submitter=by,
        rule_set=rule,
        received_at=now,
        due_on=calculation.due + timedelta(days=1),
        calculation=calculation.as_json(),
    )
    need = Need.objects.create(
        reference="İ-ÖRNEK",
        title="Örnek",
        body="Örnek",
        organisation=organisation,
        submitted_by=by,
        submitted_at=now,
        state=NeedState.SUBMITTED,
        duty=duty,
    )
    return duty, need


def _copy(cursor: Any, model: type[Model], pattern: Model, **changed: str) -> None:
    """Write a row for each one of ``said``: like the pattern, but for the columns that are changed."""
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if not field.primary_key and not getattr(field, "generated", False)
    ]
    names = {model._meta.get_field(name.removesuffix("_id")).column: sql for name, sql in changed.items()}
    values = [names.get(column, f'pattern."{column}"') for column in columns]
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM said, {table} pattern"  # noqa: S608
        " WHERE pattern.id = %s ORDER BY said.n DESC",
        [pattern.pk],
    )


class _Stream:
    """Lines as a file that is read piece by piece."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = ""

    def read(self, size: int = -1) -> str:
        while size < 0 or len(self._rest) < size:
            line = next(self._lines, None)
            if line is None:
                break
            self._rest += line
        size = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:size], self._rest[size:]
        return found
