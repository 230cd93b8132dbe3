"""What is said in the example rounds: invented, about nobody real. Each entry is marked when it is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from atasehir_portal.answering.models import Outcome


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is said: by whom (``dernek``, ``muhtar``, ``kisi``, ``kagit``), about the block that begins with the words
    ``about``, a question by its number, or the whole; with its answer, and in the closed round after how many ``days`` it came.

    With ``act`` it is a proposal and ``why`` its reason: ``change`` puts ``text`` in the place of ``old``, ``insert`` adds it after
    the block, ``remove`` takes the block out.
    """

    who: str
    text: str
    about: str = ""
    question: int = 0
    act: str = ""
    old: str = ""
    why: str = ""
    outcome: str = ""
    answer: str = ""
    referred_to: str = ""
    days: int = 12
    replies: Sequence[tuple[str, str]] = ()


QUESTIONS_OPEN = (
    "Kitaptaki kapılardan hangisini denediniz; neyle karşılaştınız?",
    "Kuruluşunuzda bu kitabı ilk kez açacak biri nerede takılır?",
)

OPEN = (
    Said(
        "dernek",
        "Dilekçe ve bilgi edinmeyi denedik. Yanıtlar süresinde geldi; ama ikisinde de “ilgili birime iletilmiştir” yazıyordu. Kitapta, "
        "böyle bir yanıt gelince ne yapılacağı da yazmalı.",
        question=1,
        outcome=Outcome.TAKEN_UP,
        answer="Haklısınız. Altıncı bölüm yazılırken bu durumu bir örnekle ele alacağız; taslağı bölüm bitmeden sizinle paylaşacağız.",
        replies=(
            ("muhtar", "Bizde de aynısı oldu. Hangi birime iletildiğini sorunca ikinci yanıt geldi; bu da yazılsın."),
            ("mudurluk", "Bir yazının hangi birime gittiğini öğrenmenin yolu altıncı bölümde anlatılacak."),
        ),
    ),
    Said(
        "kisi",
        "Bölüm sonlarındaki kontrol listeleri çok işime yaradı. Ama telefondan okuyunca geniş çizelgeyi izlemek zor; kapılar çizelgesi "
        "daha kısa olabilir mi?",
        question=2,
    ),
    Said(
        "kagit",
        "Kitabı mahalle evinde birlikte okuduk. Yaşlı komşularımız için harfler küçük kaldı. Büyük harfli bir çıktı istiyoruz.",
        outcome=Outcome.ACCEPTED,
        answer="Büyük harfli çıktıyı bu basımdan itibaren mahalle evlerine bırakacağız. İnternetten okuyanlar için yazıyı büyütme düğmesi "
        "sayfanın başındadır.",
    ),
    Said(
        "muhtar",
        "Muhtarların ihtisas komisyonuna katılabildiğini bilmiyordum. Bunun nasıl isteneceği bir cümleyle de olsa burada yazmalı.",
        about="Arada **ihtisas komisyonları** vardır.",
        replies=(("dernek", "Biz geçen yıl yazıyla istedik, kabul edildi. Örnek bir yazı konabilir."),),
    ),
    Said(
        "kisi",
        "“Doğru söz, yanlış ay” başlığını çok sevdim. Örnek tam bizim başımıza gelen.",
        about="Yanıt yanlış değildi.",
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz. Örneği olduğu gibi koruyoruz.",
    ),
    Said(
        "dernek",
        "olarak gitmeniz gerekmez",
        about="Belediyeye üye, seçmen ya da müşteri gibi",
        act="change",
        old="gibi gitmeniz gerekmez",
        why="“Müşteri gibi gitmek” benzetme gibi okunuyor; burada sıfattan söz ediliyor. “Olarak” daha açık.",
        outcome=Outcome.ACCEPTED,
        answer="Öneriniz metne alındı. “Olarak” burada gerçekten daha açık.",
    ),
    Said(
        "muhtar",
        "Muhtarlıkta soranlara hep aynı şeyi söylüyoruz: Kapıya gitmeden önce, belediyeye daha önce ne yazıldığını ve ne yanıt alındığını "
        "öğrenin. Aynı söz ikinci kez söylendiğinde yanıtın da ilerlemesi gerekir.",
        about="Yine de her kapının eşiği",
        act="insert",
        why="İlk kez yazacaklar önceki yanıtları bilmiyor; bu yüzden baştan başlanıyor.",
    ),
    Said(
        "dernek",
        "",
        about="Bölümdeki † işareti",
        act="remove",
        why="Okurken bu cümlede durduk. Bilgi kitabın başında bir kez verilse yeter.",
        outcome=Outcome.NOT_ACCEPTED,
        answer="Kitabı baştan sona okumadan tek bölüm açanlar çok. † işaretinin ne olduğunu her bölümde söylemeye devam edeceğiz.",
    ),
    Said(
        "kagit",
        "Bir müdürlüğün taslağında, çoğu kez aylar önce doğar",
        about="Demek ki karar, oylandığı gün doğmaz.",
        act="change",
        old="Aylar önce bir müdürlüğün taslağında doğar",
        why="Dernek toplantısında söylendi: Her karar aylar önce hazırlanmıyor; “çoğu kez” doğru olur.",
    ),
)

QUESTIONS_CLOSED = (
    "Kavramlar, ilk kez okuyan biri için yeterince açık mı?",
    "Örneklerden hangisi sizin mahallenizde de işe yarar?",
    "Kitapta eksik bulduğunuz konu nedir?",
)

CLOSED = (
    Said(
        "dernek",
        "“Hak sahibi” ile “yükümlülük sahibi” ayrımı açık. “Muhtaç” sözünün hiç geçmemesi bizim için çok değerli.",
        question=1,
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz. Bütün kitaplarımızda bu dili koruyacağız.",
        days=9,
    ),
    Said(
        "muhtar",
        "İhtiyaç ile hak arasındaki fark güzel anlatılmış. Mahallede anlatırken kısa bir çizim de iş görürdü.",
        question=1,
        outcome=Outcome.ACCEPTED,
        answer="İlk bölüme, aynı başvurunun üç bakışla nasıl sonuçlandığını gösteren bir çizim ekliyoruz.",
        days=14,
        replies=(("dernek", "Çizimin ekran okuyucuyla da anlaşılması için sözle anlatımı unutulmasın."),),
    ),
    Said(
        "kisi",
        "“Öz-tanımlama” sözünde takıldım. Sözlükte de bulamadım.",
        question=1,
        outcome=Outcome.ACCEPTED,
        answer="Haklısınız. Terimi sözlüğe ekledik ve geçtiği ilk yerde bir cümleyle açıkladık.",
        days=11,
    ),
    Said(
        "kagit",
        "Görme engelli üyelerimiz kitabı sesli dinledi. Dipnotların metnin ortasında okunması dinlemeyi zorlaştırıyor.",
        outcome=Outcome.PARTLY,
        answer="Web sayfasında dipnotlar artık düğmeyle açılıyor ve kendiliğinden okunmuyor. Basılı kitapta yerleri aynı kalıyor.",
        days=16,
    ),
    Said(
        "dernek",
        "Erişilebilirlik denetimi örneği bizim mahallede de işe yarar. Denetime kimin katılacağı yazılmalı.",
        question=2,
        outcome=Outcome.ACCEPTED,
        answer="Örneğe, denetime sokağı kullanan engelli kişilerin de katıldığını ve emeklerinin karşılığının nasıl verildiğini ekledik.",
        days=13,
    ),
    Said(
        "muhtar",
        "Kapı kapı dolaşmayı anlatan örnek güzel, ama küçük belediyeler için yük. Daha hafif bir yol da yazılsın.",
        question=2,
        outcome=Outcome.TAKEN_UP,
        answer="Az kişiyle yapılabilecek bir yolu sonraki basımda anlatacağız; bunun için muhtarlarla bir toplantı yapılacak.",
        days=18,
    ),
    Said(
        "kisi",
        "Kitapta çocukların görüşünün nasıl alınacağını bulamadım.",
        question=3,
        outcome=Outcome.REFERRED,
        answer="Çocukların katılımı üçüncü kitabın konusu. Görüşünüzü o kitabın hazırlık toplantısının gündemine aktardık.",
        referred_to="Üçüncü kitabın hazırlık toplantısı",
        days=10,
    ),
    Said(
        "dernek",
        "İşaret diliyle hazırlanmış kısa bir özet gerek. Yazılı metin herkes için ilk dil değil.",
        question=3,
        outcome=Outcome.ACCEPTED,
        answer="Her bölümün işaret diliyle kısa özetini hazırlamayı programa aldık; ilki birinci bölüm için çekilecek.",
        days=20,
    ),
    Said(
        "kisi",
        "Örnek kartlarındaki “Sınırı” satırı çok iyi: hiçbir örnek kusursuzmuş gibi anlatılmamış.",
        question=2,
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz; bu satırı bütün örneklerde zorunlu tutuyoruz.",
        days=8,
    ),
    Said(
        "kagit",
        "Kitap kalın. Toplantıda dağıtmak için iki sayfalık bir özet verin.",
        outcome=Outcome.ACCEPTED,
        answer="Her kitabın iki sayfalık özetini hazırlıyoruz; hazır olduğunda kitaplıktan indirilebilecek.",
        days=15,
    ),
    Said(
        "muhtar",
        "“İşlerin sırası gerekçeyle kurulur” cümlesini muhtarlığın duvarına astık.",
        about="Bu, her şeyin aynı yıl yapılacağı anlamına gelmez.",
        outcome=Outcome.NOTED,
        answer="Bunu duymak sevindirdi. Cümle sonraki basımda da aynı yerde olacak.",
        days=6,
    ),
    Said(
        "dernek",
        "İlkelerin listesi ilk okuyan için uzun. Önce soruları, sonra adlarını verseniz daha kolay izlenir.",
        about="Birleşmiş Milletler kuruluşlarının Ortak Anlayışı,",
        outcome=Outcome.PARTLY,
        answer="İlkelerin resmî adlarını burada tutuyoruz; ama her birinin yanına sorusunu yazdık.",
        days=17,
        replies=(("kisi", "Soruların listede olması yeter, benim için de kolaylaşır."),),
    ),
    Said(
        "kisi",
        "Mülteci komşularımız için kitabın kısa özeti Arapça da olsa paylaşırdık.",
        question=3,
        outcome=Outcome.TAKEN_UP,
        answer="Hangi dillerde özet gerektiğini mahallelerden gelen kayıtlara bakarak belirleyeceğiz; kararı burada duyuracağız.",
        days=21,
    ),
    Said(
        "dernek",
        "Veriyle ilgili bölümde, bir kişiyi tanınır kılmadan sayı vermenin yolu anlatılsın.",
        question=3,
        outcome=Outcome.ACCEPTED,
        answer="Dokuzuncu bölümün planına küçük sayıların gizlenmesi eklendi; bölüm yazılınca örneğiyle yer alacak.",
        days=12,
    ),
    Said(
        "muhtar",
        "Her bölümün başında “bu bölümü bitirince ne yapabileceksiniz” yazması iyi olmuş.",
        question=1,
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz. Yeni bölümler de böyle başlayacak.",
        days=7,
    ),
    Said(
        "kagit",
        "Bazı cümleler çok uzun. Okuma yazması az olan komşularımız için kısa cümle kurun.",
        outcome=Outcome.ACCEPTED,
        answer="Metni cümle cümle gözden geçirdik ve otuz sözcükten uzun cümleleri böldük.",
        days=34,
    ),
    Said(
        "dernek",
        "Kaynakçada yasaların hangi tarihte görüldüğünün yazması güven veriyor.",
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz. Görülen tarihi her kaynakta yazmaya devam edeceğiz.",
        days=9,
    ),
    Said(
        "kisi",
        "Kadın sığınağı gibi gizliliği önemli konularda örnek verirken yer adı yazılmasın.",
        question=3,
        outcome=Outcome.ACCEPTED,
        answer="Örneklerde, birinin güvenliğini tehlikeye atabilecek hiçbir yer ve kişi adı bulunmaması kuralını yazdık.",
        days=10,
    ),
    Said(
        "muhtar",
        "Büyükşehrin görevi olan işler için ne yapacağımız daha çok anlatılmalı. Vatandaş bize geliyor.",
        question=3,
        outcome=Outcome.ACCEPTED,
        answer="Yedinci bölümün planına, ilçenin aracılık görevini adım adım anlatan bir kısım eklendi.",
        days=16,
    ),
    Said(
        "dernek",
        "Pazar yolu örneği boyunca aynı dosyanın izlenmesi kitabı birbirine bağlıyor.",
        question=2,
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz. Örnek dosya üç kitapta da sürüyor.",
        days=11,
    ),
    Said(
        "kisi",
        "Sözlükteki İngilizce karşılıklar gereksiz duruyor.",
        question=1,
        outcome=Outcome.NOT_ACCEPTED,
        answer="İngilizce karşılıkları tutuyoruz: uluslararası metinleri okuyanlar terimi ancak böyle eşleştirebiliyor.",
        days=13,
    ),
    Said(
        "kagit",
        "Toplantı saatleri hep mesai içinde örneklenmiş. Çalışan anneler için akşam saati de yazılsın.",
        question=3,
        outcome=Outcome.ACCEPTED,
        answer="Haklısınız. Örneklere akşam ve hafta sonu saatlerini ve çocuk bakımını ekledik.",
        days=15,
    ),
    Said(
        "dernek",
        "Kapasite açığı tablosu çok iyi; boş hâlini de indirip doldurabilsek kullanırız.",
        outcome=Outcome.ACCEPTED,
        answer="Boş çizelgeyi birinci kitabın formlar bölümüne koyduk; oradan indirilebilir.",
        days=12,
    ),
    Said(
        "muhtar",
        "Ayrımcılık örneklerinde köken konusu yumuşak geçilmiş. Adı konarak anlatılmalı.",
        question=3,
        outcome=Outcome.TAKEN_UP,
        answer="Sekizinci bölümde ayrımcılık temellerinin her biri adıyla ve örneğiyle anlatılacak; taslağı görüşe açılacak.",
        days=33,
    ),
    Said(
        "kisi",
        "Bir solukta okudum. Benim gibi belediyede çalışmayan biri için de anlaşılır.",
        outcome=Outcome.NOTED,
        answer="Teşekkür ederiz.",
        days=5,
    ),
    Said(
        "dernek",
        "Bu turda yazdıklarımıza verilen yanıtların kitapta da izlenebilmesini isteriz.",
        outcome=Outcome.ACCEPTED,
        answer="Her basımın başında, o basımda neyin kimin önerisiyle değiştiği yazacak. Bu turun raporu da herkese açık.",
        days=14,
    ),
)
