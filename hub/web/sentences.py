"""What a refusal says to a person: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from contracts.wire.refusals import Refusal
from hub.web.account_sentences import ACCOUNTS
from hub.web.card_sentences import CARDS

LANGUAGES: Final = ("kk", "ru", "en")
Sentences = Mapping[str, str]


def _in(kk: str, ru: str, en: str) -> Sentences:
    return {"kk": kk, "ru": ru, "en": en}


SENTENCES: Final[Mapping[Refusal, Sentences]] = {
    **ACCOUNTS,
    **CARDS,
    Refusal.MALFORMED: _in(
        "Сұрау дұрыс пішімде емес.",
        "Запрос составлен неверно.",
        "The request is not in the right form.",
    ),
    Refusal.UNKNOWN_VERSION: _in(
        "Бұл код бағдарламаның жаңарақ нұсқасынан. Бағдарламаны жаңартыңыз.",
        "Код из более новой версии программы. Обновите программу.",
        "The code is from a newer version. Update the program.",
    ),
    Refusal.FORGED: _in(
        "Код жарамсыз.",
        "Код недействителен.",
        "The code is not valid.",
    ),
    Refusal.WRONG_KIND: _in(
        "Бұл басқа түрдегі код. Чектің коды мен ваучердің коды бөлек.",
        "Это код другого вида. Не путайте код чека и код ваучера.",
        "This is another kind of code: a receipt's code is not a voucher's.",
    ),
    Refusal.EXPIRED: _in(
        "Жарамдылық мерзімі өтіп кеткен.",
        "Срок действия истёк.",
        "It has expired.",
    ),
    Refusal.UNKNOWN_KEY: _in(
        "Бұл код бізге белгісіз кассадан.",
        "Код выдан неизвестной нам кассой.",
        "The code comes from a till that we do not know.",
    ),
    Refusal.REVOKED: _in(
        "Рұқсат кері қайтарылған.",
        "Доступ отозван.",
        "Access has been withdrawn.",
    ),
    Refusal.OVERFLOW: _in(
        "Тым үлкен сан.",
        "Слишком большое число.",
        "The number is too large.",
    ),
    Refusal.MISMATCH: _in(
        "Осы нөмірмен бұрын басқа мәлімет жіберілген.",
        "Под этим номером раньше были отправлены другие данные.",
        "Something else was sent under this number before.",
    ),
    Refusal.BROKEN_CHAIN: _in(
        "Касса жазбаларының реті бұзылған. Дүкен иесіне хабарлаңыз.",
        "Нарушен порядок записей кассы. Сообщите владельцу.",
        "The till's records do not follow from each other. Tell the owner.",
    ),
    Refusal.TOO_LONG: _in(
        "Мәтін тым ұзын.",
        "Слишком длинно.",
        "It is too long.",
    ),
    Refusal.CLOCK_SKEW: _in(
        "Құрылғының сағаты дұрыс емес. Уақытты түзетіп, қайталап көріңіз.",
        "Часы устройства идут неверно. Исправьте время и повторите.",
        "The device's clock is wrong. Set the time and try again.",
    ),
    Refusal.ONLINE_ONLY: _in(
        "Бұл үшін интернет байланысы қажет.",
        "Для этого нужна связь с интернетом.",
        "This needs a connection.",
    ),
    Refusal.UNAUTHENTICATED: _in(
        "Алдымен кіріңіз.",
        "Сначала войдите.",
        "Please sign in first.",
    ),
    Refusal.WRONG_CREDENTIALS: _in(
        "Кіру деректері дұрыс емес.",
        "Данные для входа неверны.",
        "These sign-in details are not right.",
    ),
    Refusal.SECOND_FACTOR_NEEDED: _in(
        "Бір реттік кодты енгізіңіз.",
        "Введите одноразовый код.",
        "Enter the one-time code.",
    ),
    Refusal.FORBIDDEN: _in(
        "Бұған құқығыңыз жоқ.",
        "У вас нет на это прав.",
        "You are not allowed to do this.",
    ),
    Refusal.NOT_FOUND: _in(
        "Табылмады.",
        "Не найдено.",
        "It was not found.",
    ),
    Refusal.TAKEN: _in(
        "Бұл бос емес: оны басқа біреу алып қойған.",
        "Уже занято кем-то другим.",
        "Somebody else already has it.",
    ),
    Refusal.PENDING_APPROVAL: _in(
        "Өтініміңіз қаралуда. Мақұлданған соң хабарлаймыз.",
        "Ваша заявка рассматривается. Мы сообщим, когда её одобрят.",
        "Your application is being looked at. We will tell you when it is approved.",
    ),
    Refusal.SUSPENDED: _in(
        "Қолжетімділік уақытша тоқтатылған. Қолдау қызметіне хабарласыңыз.",
        "Доступ приостановлен. Обратитесь в поддержку.",
        "Access is suspended. Please contact support.",
    ),
    Refusal.TOO_MANY_ATTEMPTS: _in(
        "Қате әрекет тым көп болды. Кейінірек қайталаңыз.",
        "Слишком много неудачных попыток. Повторите позже.",
        "Too many wrong tries. Try again later.",
    ),
    Refusal.REPLAYED: _in(
        "Бұл растау бұрын қолданылған. Қайта бастаңыз.",
        "Это подтверждение уже использовано. Начните заново.",
        "This proof was used before. Start again.",
    ),
    Refusal.ALREADY_CLAIMED: _in(
        "Бұл чектің ұпайлары алынып қойған.",
        "Баллы по этому чеку уже получены.",
        "The points of this receipt have been claimed.",
    ),
    Refusal.TOO_LATE: _in(
        "Кешігіп қалдыңыз: мерзім өтіп кетті.",
        "Срок уже прошёл.",
        "It is too late for this.",
    ),
    Refusal.TOO_EARLY: _in(
        "Әлі ерте. Кейінірек қайталаңыз.",
        "Ещё рано. Повторите позже.",
        "It is too early for this. Try again later.",
    ),
    Refusal.VOIDED: _in(
        "Бұл чек жойылған немесе тауар қайтарылған.",
        "Чек отменён, или товар возвращён.",
        "The receipt was cancelled, or the goods were returned.",
    ),
    Refusal.NO_SUCH_SALE: _in(
        "Касса мұндай сатуды растамады.",
        "Касса такой продажи не подтвердила.",
        "The till knows of no such sale.",
    ),
    Refusal.DUPLICATE_RECEIPT: _in(
        "Бұл чек басқа кассадан тіркелген.",
        "Этот чек уже зарегистрирован другой кассой.",
        "This receipt was recorded by another till.",
    ),
    Refusal.UNDER_REVIEW: _in(
        "Тексерілуде. Нәтижесін хабарлаймыз.",
        "На проверке. Мы сообщим о результате.",
        "It is being checked. We will tell you the result.",
    ),
    Refusal.NOT_ENOUGH_POINTS: _in(
        "Ұпай жеткіліксіз.",
        "Не хватает баллов.",
        "There are not enough points.",
    ),
    Refusal.TOO_LITTLE: _in(
        "Ұпай саны тым аз.",
        "Слишком мало баллов.",
        "That is too few points.",
    ),
    Refusal.WALLET_NEEDED: _in(
        "Алдымен TON әмияныңызды қосыңыз.",
        "Сначала привяжите кошелёк TON.",
        "Link your TON wallet first.",
    ),
    Refusal.NO_CHAIN: _in(
        "Бұл бағдарлама ұпайларды блокчейнде жүргізбейді.",
        "Эта программа не ведёт баллы в блокчейне.",
        "This programme keeps no points on a blockchain.",
    ),
    Refusal.NOTHING_TO_CLAIM: _in(
        "Әмияныңызға алатын ұпай әзірге жоқ.",
        "Для вашего кошелька пока нечего забирать.",
        "There is nothing for your wallet to claim yet.",
    ),
    Refusal.NOTHING_STATED: _in(
        "Блокчейндегі соңғы есепте сіздің ұпайларыңыз жоқ. Келесі есептен кейін қайталаңыз.",
        "В последнем отчёте в блокчейне ваших баллов нет. Повторите после следующего.",
        "The newest statement on the blockchain holds no points of yours. Try after the next one.",
    ),
    Refusal.SOLD_OUT: _in(
        "Таусылып қалды.",
        "Закончилось.",
        "It is sold out.",
    ),
    Refusal.LIMIT_REACHED: _in(
        "Шегіне жетті. Кейінірек қайталап көріңіз.",
        "Достигнут предел. Попробуйте позже.",
        "The limit is reached. Try again later.",
    ),
    Refusal.NOT_HERE: _in(
        "Бұл жерде қолданылмайды.",
        "Здесь это не действует.",
        "It is not valid here.",
    ),
    Refusal.USE_THE_SLIP: _in(
        "Бұл касса ұпай кодын чектің астына басып шығарады. Сол кодты сканерлеңіз.",
        "Эта касса печатает код для баллов внизу чека. Отсканируйте его.",
        "This till prints a code for points at the foot of the receipt: scan that one.",
    ),
    Refusal.NOT_OFFERED: _in(
        "Бұл сыйлық қазір ұсынылмайды.",
        "Эта награда сейчас не предлагается.",
        "This reward is not on offer now.",
    ),
    Refusal.TIER_TOO_LOW: _in(
        "Бұл сыйлық жоғары деңгейдегі қатысушыларға арналған.",
        "Эта награда — для участников более высокого уровня.",
        "This reward is for members of a higher tier.",
    ),
    Refusal.SHOP_NEEDED: _in(
        "Ваучерді қай дүкенде пайдаланатыныңызды таңдаңыз.",
        "Выберите, в каком магазине вы используете ваучер.",
        "Choose the shop where you will use the voucher.",
    ),
    Refusal.NOT_YET_VALID: _in(
        "Бұл ваучер әлі күшіне енген жоқ.",
        "Этот ваучер ещё не действует.",
        "This voucher is not valid yet.",
    ),
    Refusal.CANCELLED: _in(
        "Бұл ваучердің күші жойылған.",
        "Этот ваучер отменён.",
        "This voucher was cancelled.",
    ),
    Refusal.ALREADY_REDEEMED: _in(
        "Бұл ваучер бұрын пайдаланылған.",
        "Этот ваучер уже использован.",
        "This voucher has already been used.",
    ),
    Refusal.WRONG_SHOP: _in(
        "Бұл ваучер басқа дүкенге арналған.",
        "Этот ваучер — для другого магазина.",
        "This voucher is for another shop.",
    ),
    Refusal.WRONG_SHORT_CODE: _in(
        "Мұндай қысқа код жоқ немесе оның уақыты өтіп кеткен. Қонақтан жаңа код сұраңыз.",
        "Такого короткого кода нет или его время вышло. Попросите у гостя новый код.",
        "There is no such short code, or its time is over. Ask the guest for a new one.",
    ),
    Refusal.RECEIPT_TOTAL_NEEDED: _in(
        "Алдымен чектің сомасын енгізіңіз.",
        "Сначала введите сумму чека.",
        "Enter the receipt's total first.",
    ),
    Refusal.CONFLICT: _in(
        "Қазіргі күйінде мұны істеуге болмайды.",
        "В нынешнем состоянии это сделать нельзя.",
        "This cannot be done in its present state.",
    ),
    Refusal.TWO_PEOPLE_NEEDED: _in(
        "Мұны тәуелсіз екінші адам мақұлдауы керек: сұраған адам да, оны қосқан не ол қосқан адам"
        " да емес.",
        "Одобрить должен второй, независимый человек: не тот, кто просил, кто его добавил или кого"
        " он добавил.",
        "A second, independent person must approve this: not whoever asked, who added him, or whom"
        " he added.",
    ),
    Refusal.VALIDATION: _in(
        "Өрістердің бірі дұрыс толтырылмаған.",
        "Одно из полей заполнено неверно.",
        "One of the fields is not right.",
    ),
    Refusal.RATE_LIMITED: _in(
        "Сұрау тым көп. Сәл күтіп, қайталаңыз.",
        "Слишком много запросов. Подождите немного и повторите.",
        "Too many requests. Wait a moment and try again.",
    ),
    Refusal.IDEMPOTENCY_MISMATCH: _in(
        "Осы кілтпен бұрын басқа сұрау жіберілген.",
        "С этим ключом раньше был отправлен другой запрос.",
        "Another request was sent with this key before.",
    ),
    Refusal.IN_PROGRESS: _in(
        "Дәл осы сұрау қазір орындалып жатыр.",
        "Этот же запрос сейчас выполняется.",
        "The same request is being carried out right now.",
    ),
    Refusal.TOO_LARGE: _in(
        "Жіберілген деректің көлемі тым үлкен.",
        "Слишком большой объём данных.",
        "Too much was sent.",
    ),
    Refusal.UNSUPPORTED_MEDIA_TYPE: _in(
        "Деректің мұндай түрі қабылданбайды.",
        "Данные такого типа не принимаются.",
        "This type of content is not accepted.",
    ),
    Refusal.METHOD_NOT_ALLOWED: _in(
        "Бұл мекенжайда мұндай әрекет жоқ.",
        "Такого действия по этому адресу нет.",
        "This address has no such action.",
    ),
    Refusal.BUSY: _in(
        "Жүйе қазір бос емес. Сәлден соң қайталаңыз.",
        "Система сейчас занята. Повторите чуть позже.",
        "The system is busy. Try again in a moment.",
    ),
    Refusal.OUR_BUG: _in(
        "Біздің жақта қате болды. Ол тіркелді.",
        "Произошла ошибка на нашей стороне. Она записана.",
        "Something went wrong on our side. It has been recorded.",
    ),
}


def sentence(refusal: Refusal, language: str) -> str:
    """Return what *refusal* says in *language* (kk, ru or en)."""
    return SENTENCES[refusal][language]
