"""What the face says of codes that are no vouchers: what it is, and what to do with it."""

from collections.abc import Mapping
from typing import Final

from agent.core.counter_sayings import Says
from agent.core.counter_sentences import InThree

_APP: Final = (
    "Қонақтан қосымшадағы ваучерді сұраңыз",
    "Попросите гостя открыть ваучер в приложении",
    "Ask the guest to open the voucher in the app",
)


def _no_voucher(kk: str, ru: str, en: str) -> InThree:
    return (kk, _APP[0]), (ru, _APP[1]), (en, _APP[2])


ASIDES: Final[Mapping[Says, InThree]] = {
    Says.CLAIM_CLAIMED: (
        ("Бұл чектің ұпайы алынған: {when}", "Ештеңе істеудің қажеті жоқ"),
        ("Баллы за этот чек уже начислены: {when}", "Делать ничего не нужно"),
        ("This receipt's points were claimed: {when}", "Nothing to do"),
    ),
    Says.CLAIM_CLAIMED_ONCE: (
        ("Бұл чектің ұпайы алынған", "Ештеңе істеудің қажеті жоқ"),
        ("Баллы за этот чек уже начислены", "Делать ничего не нужно"),
        ("This receipt's points were claimed", "Nothing to do"),
    ),
    Says.CLAIM_NOT_YET: (
        ("Бұл чектің ұпайы әлі алынған жоқ", "Қонақ оны телефонымен ала алады, мерзімі: {until}"),
        ("Баллы за этот чек ещё не получены", "Гость может получить их телефоном до {until}"),
        (
            "This receipt's points are not claimed yet",
            "The guest can claim them by phone until {until}",
        ),
    ),
    Says.CLAIM_IN_REVIEW: (
        ("Бұл чектің ұпайы тексерілуде", "Қонаққа нәтижесі қосымшада хабарланады"),
        ("Баллы за этот чек на проверке", "Гость узнает результат в приложении"),
        ("This receipt's points are under review", "The app will tell the guest"),
    ),
    Says.CLAIM_OVER: (
        ("Бұл чектің ұпайын алу мерзімі өткен", "Сұрақ болса, басшыға айтыңыз"),
        ("Срок получения баллов за этот чек прошёл", "С вопросами — к управляющему"),
        ("The time to claim this receipt is over", "Questions go to the manager"),
    ),
    Says.CLAIM_GIVEN_BACK: (
        ("Бұл сатудың ақшасы қайтарылған, ұпай берілмейді", "Сұрақ болса, басшыға айтыңыз"),
        ("По этому чеку был возврат, баллов за него нет", "С вопросами — к управляющему"),
        ("This sale was undone or given back: no points", "Questions go to the manager"),
    ),
    Says.CLAIM_REFUSED: (
        ("Бұл чекке ұпай берілмейді", "Сұрақ болса, басшыға айтыңыз"),
        ("За этот чек баллы не начисляются", "С вопросами — к управляющему"),
        ("This receipt gives no points", "Questions go to the manager"),
    ),
    Says.CLAIM_PRINTED: (
        (
            "Осы кассаның чегі: {when}, {total}",
            "Байланыс жоқ: ұпайы алынған-алынбағаны кейін белгілі болады",
        ),
        (
            "Чек этой кассы: {when}, {total}",
            "Связи нет: получены ли баллы, будет видно позже",
        ),
        (
            "A receipt of this till: {when}, {total}",
            "No line: whether they were claimed shows once it is back",
        ),
    ),
    Says.CLAIM_FOREIGN: (
        ("Бұл басқа кассаның чегі", "Қонақ кодты өз телефонымен сканерлесін"),
        ("Это чек другой кассы", "Пусть гость наведёт на код камеру телефона"),
        ("This slip is from another till", "The guest scans it with the phone"),
    ),
    Says.CLAIM_FORGED: (
        ("Бұл чектің коды жалған", "Басшыға хабарлаңыз"),
        ("Этот код чека поддельный", "Сообщите управляющему"),
        ("This receipt's code is forged", "Tell the manager"),
    ),
    Says.CLAIM_UNKNOWN: (
        ("Бұл чектің коды, ваучер емес", "Ұпайды алу үшін қонақ оны телефонымен сканерлейді"),
        ("Это код чека, а не ваучер", "Чтобы получить баллы, гость сканирует его телефоном"),
        ("This is a receipt's code, not a voucher", "The guest claims it with the phone"),
    ),
    Says.IS_LINK: _no_voucher(
        "Бұл ваучер емес, сайтқа сілтеме: {host}",
        "Это не ваучер, а ссылка на сайт {host}",
        "No voucher: a link to {host}",
    ),
    Says.IS_WIFI: _no_voucher(
        "Бұл ваучер емес, Wi-Fi коды",
        "Это не ваучер, а код для Wi-Fi",
        "No voucher: a Wi-Fi code",
    ),
    Says.IS_PAYMENT: _no_voucher(
        "Бұл ваучер емес, төлем коды",
        "Это не ваучер, а код для оплаты",
        "No voucher: a payment code",
    ),
    Says.IS_FISCAL: (
        ("Бұл ваучер емес, чектің фискалдық коды", "Ұпай чектің төменгі жағындағы кодпен алынады"),
        ("Это не ваучер, а фискальный код чека", "Баллы получают по коду в самом низу чека"),
        ("No voucher: a receipt's fiscal code", "Points are claimed with the code at its foot"),
    ),
    Says.IS_CONTACT: _no_voucher(
        "Бұл ваучер емес, визитка",
        "Это не ваучер, а визитка",
        "No voucher: a contact card",
    ),
    Says.IS_PHONE: _no_voucher(
        "Бұл ваучер емес, телефон нөмірі",
        "Это не ваучер, а номер телефона",
        "No voucher: a phone number",
    ),
    Says.IS_MAIL: _no_voucher(
        "Бұл ваучер емес, пошта мекенжайы",
        "Это не ваучер, а адрес почты",
        "No voucher: a mail address",
    ),
    Says.IS_PRODUCT: _no_voucher(
        "Бұл ваучер емес, тауардың штрихкоды",
        "Это не ваучер, а штрихкод товара",
        "No voucher: a product's bar code",
    ),
    Says.IS_TEXT: _no_voucher(
        "Бұл код ваучер емес",
        "Этот код — не ваучер",
        "This code is no voucher",
    ),
}
