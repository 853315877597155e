"""What a label on a receipt says about the amount beside it."""

from enum import Enum, StrEnum, auto
from functools import lru_cache
from typing import Final

from agent.core.words import words_of


class Role(StrEnum):
    """What an amount is, by its label."""

    DUE = "due"
    """What is to be paid after discounts and rounding."""
    TOTAL = "total"
    LOOSE = "loose"
    """Begins like a total and says more: never believed alone."""
    SUM = "sum"
    """A sum without a word for total: `СУММА`, `AMOUNT`."""
    SUBTOTAL = "subtotal"
    TAX = "tax"
    DISCOUNT = "discount"
    MARKUP = "markup"
    ROUNDING = "rounding"
    COUNT = "count"
    LOYALTY = "loyalty"
    PREPAID = "prepaid"
    CASH = "cash"
    CARD = "card"
    PAID = "paid"
    """Paid, without saying how."""
    CHANGE = "change"
    COST = "cost"
    SHIFT = "shift"
    """Sums of a shift, as reports print them."""
    BESIDE = "beside"
    """Paid together with the sale, and no part of it: a tip, an old debt."""
    WITH_BESIDE = "with_beside"
    """A total that takes such sums in."""
    FOREIGN = "foreign"
    """Sums of another document: a bank slip, a pump's transaction."""
    OTHER = "other"
    NOTHING = "nothing"
    """No words at all, or only a currency."""


STRICT_TOTALS: Final = frozenset({Role.DUE, Role.TOTAL})
PAYMENTS: Final = frozenset({Role.CASH, Role.CARD, Role.PAID})


class _Sense(Enum):
    """What one word of a label adds."""

    TOTAL = auto()
    DUE = auto()
    SUM = auto()
    SUB = auto()
    TAX = auto()
    DISCOUNT = auto()
    MARKUP = auto()
    ROUND = auto()
    COUNT = auto()
    LOYALTY = auto()
    PREPAID = auto()
    CASH = auto()
    CARD = auto()
    PAID = auto()
    CHANGE = auto()
    COST = auto()
    SHIFT = auto()
    FOREIGN = auto()
    BESIDE = auto()
    WITHOUT = auto()
    WITH = auto()
    FILLER = auto()
    CURRENCY = auto()


_EXACT: Final[dict[_Sense, str]] = {
    _Sense.TOTAL: (
        "ИТОГ ИТОГО ИТОГИ ВСЕГО БАРЛЫҒЫ БАРЛЫҚ ЖИЫНЫ ЖИЫНТЫҒЫ ЖИЫНТЫҚ ЖАЛПЫ ИТОГОВАЯ ИТОГОВЫЙ "
        "TOTAL TOTALS TTL JUMLAH TOTALE GESAMT GESAMTBETRAG GESAMTSUMME SUMME TOPLAM JAMI ЖАМИ "
        "РАЗОМ ВСЬОГО УСЬОГО СУМАРНО JUML TOT"
    ),
    _Sense.DUE: (
        "ОПЛАТЕ ТӨЛЕУГЕ ТӨЛЕМГЕ ТӨЛЕНЕТІН DUE PAYABLE ОПЛАТИ ZAHLEN PAYER PAGAR GRAND NETT СПЛАТИ"
    ),
    _Sense.SUM: "СУММА СУММУ СОМА СОМАСЫ AMOUNT AMT СУМА SUM BETRAG MONTANT IMPORTE VALOR",
    _Sense.SUB: (
        "SUB SUBTOTAL СУБТОТАЛ ПРОМЕЖУТОЧНЫЙ ПРОМЕЖ ПРОМЕЖУТОЧНАЯ ПОДЫТОГ ПОДИТОГ ПОДЫТОГО "
        "ПОДИТОГО АРАЛЫҚ ZWISCHENSUMME SOUS SUBTTL SUBTL"
    ),
    _Sense.TAX: ("НДС ҚҚС VAT GST SST TAX TAXES MWST UST TVA IVA НСП PPN PB ПДВ KDV QQS ККС"),
    _Sense.ROUND: "ОКРУГЛ ОКРУГЛЕНИЕ ОКРУГЛЕНИЯ ОКРУГЛЕНИЕМ ДӨҢГЕЛЕКТЕУ ROUND ROUNDING ROUNDED RND "
    "PEMBULATAN",
    _Sense.COUNT: (
        "КОЛ КОЛИЧЕСТВО КОЛВО САНЫ QTY QUANTITY ITEM ITEMS PCS PIECES UNITS КОЛИЧ ШТ ШТУК ПОКУПОК "
        "ВЕС WEIGHT ARTIKEL ARTICLES ДАНА"
    ),
    _Sense.CASH: (
        "НАЛИЧНЫЕ НАЛИЧНЫМИ НАЛИЧНЫХ НАЛИЧНЫЙ НАЛИЧКА НАЛ НАЛИЧН НАЛИЧНАЯ НАЛИЧНОСТЬ CASH ҚОЛМА "
        "TUNAI BARGELD ESPECES EFECTIVO CONTANTI НАЛИЧНЫМ ГОТІВКА"
    ),
    _Sense.CARD: (
        "КАРТА КАРТОЙ КАРТЫ КАРТОЧКОЙ КАРТАСЫ КАРТАМЕН КАРТ КАРТЕ БЕЗНАЛИЧНЫМИ "
        "БЕЗНАЛИЧНЫЕ БЕЗНАЛИЧНЫЙ БЕЗНАЛ БЕЗНАЛИЧНАЯ БЕЗНАЛИЧНО ЭЛЕКТРОННЫМИ ЭЛЕКТРОННЫЕ CARD VISA "
        "MASTERCARD MASTER KASPI КАСПИ HALYK QR МОБИЛЬНЫЕ МОБИЛЬНЫЙ МОБИЛЬНАЯ EFTPOS DEBIT CREDIT "
        "АҚШАСЫЗ ЭКВАЙРИНГ KARTE"
    ),
    _Sense.PAID: (
        "ОПЛАТА ОПЛАЧЕНО ОПЛ ПОЛУЧЕНО ПОЛУЧЕНА ПРИНЯТО ВНЕСЕНО АЛЫНДЫ ТӨЛЕМ ТӨЛЕНДІ PAID PAYMENT "
        "TENDERED TENDER TEND RECEIVED ПЛАТЕЖ УПЛАЧЕНО ОПЛАТЫ GEGEBEN DIBAYAR BAYAR"
    ),
    _Sense.CHANGE: "СДАЧА СДАЧИ ҚАЙТАРЫМ CHANGE CHG KEMBALI KEMBALIAN BAKI RUCKGELD РЕШТА",
    _Sense.COST: ("СТОИМОСТЬ СТОИМ ҚҰНЫ ЦЕНА БАҒАСЫ БАҒА PRICE UNIT ПОЗИЦИЯ ТОВАР RATE PREIS"),
    _Sense.SHIFT: (
        "СМЕНА СМЕНУ СМЕНЕ СМЕНЫ СМЕННЫЙ АУЫСЫМ ВЫРУЧКА ВЫРУЧКИ НЕОБНУЛЯЕМАЯ НЕОБНУЛЯЕМЫЕ НЕОБН "
        "ПРОДАЖ ЧЕКОВ ВОЗВРАТОВ КАССЕ КАССАДАҒЫ ГАШЕНИЯ НАКОПЛЕНИЕ СУТКИ ДЕНЬ SHIFT "
        "DRAWER"
    ),
    _Sense.FOREIGN: "ТРАНЗ ТРАНЗАКЦИЯ ТРАНЗАКЦИИ ТРАНА TRANSACTION RRN ТЕРМИНАЛ ЛИМИТ",
    _Sense.BESIDE: "TIP TIPS",
    _Sense.WITHOUT: "БЕЗ ДО EXCL EXCLUDING EXCLUSIVE EXC BEFORE WITHOUT LESS ЖЕҢІЛДІКСІЗ EX",
    _Sense.WITH: (
        "С СО ВКЛ ВКЛЮЧАЯ УЧЕТОМ INCL INCLUDING INCLUSIVE INCLUDE INC WITH AFTER ҚОСА "
        "ВЫЧЕТОМ ЕСКЕРІП ESKERIP ПОСЛЕ INCLUDED"
    ),
    _Sense.FILLER: (
        "ПО К НА ОБЩАЯ ОБЩИЙ ОБЩЕЕ ЧЕК ЧЕКУ ЧЕКА ЧЕКТІҢ ЧЕГІ ПРОДАЖА ПРОДАЖИ САТУ БОЙЫНША "
        "КЕРЕК СЧЕТУ СЧЕТ СЧЕТА ЗАКАЗУ ЗАКАЗ ЗАКАЗА ДОКУМЕНТУ DOCUMENT OF THE TO BE PAY BILL "
        "INVOICE ORDER NET SALE SALES AND FINAL ALL ЗА ADJ ADJUSTMENT ПРИХОД ПРИХОДА "
        "В И RETAIL FULL OVERALL RECEIPT THIS BALANCE ВАША ПОКУПАТЕЛЮ КЛИЕНТУ ВЫДАНО TTC GROSS"
    ),
    _Sense.CURRENCY: (
        "ТГ ТЕНГЕ ТЕҢГЕ KZT TG RM MYR RP IDR USD EUR РУБ РУБЛЕЙ RUB RUR СОМ KGS СУМ UZS US T ГГ TT "
        "ТЕНГЕМЕН ТИЫН"
    ),
}
"""Whole words, as they are written on tills; folded below."""

_STEMS: Final[dict[_Sense, str]] = {
    _Sense.DISCOUNT: "СКИДК СКИДОК ЖЕҢІЛДІ DISCOUNT DISC RABATT REMISE DESCUENTO DISKON ЗНИЖК",
    _Sense.MARKUP: (
        "НАЦЕНК НАДБАВК ҮСТЕМЕ ОБСЛУЖ SERVICE ҚЫЗМЕТ SURCHARG ДОСТАВК DELIVERY "
        "ЖЕТКІЗ СЕРВИС УПАКОВК"
    ),
    _Sense.COUNT: "ПОЗИЦИ НАИМЕНОВАН ТОВАРОВ БЛЮД ГОСТЕЙ ПЕРСОН АТАУ",
    _Sense.LOYALTY: (
        "БОНУС ЛОЯЛЬН ДИСКОНТ БАЛЛ БАЛАНС НАКОПЛЕН НАЧИСЛЕН СПИСАН ОСТАТ BONUS POINT LOYAL REWARD "
        "КЕШБ КЭШБ CASHBACK ҰПАЙ СЕРТИФИКАТ VOUCHER REDEEM ЭКОНОМ SAVING SAVED КЭШБЕК MEMBER ВЫГОДА"
    ),
    _Sense.PREPAID: (
        "РАНЕЕ АЛДЫН ПРЕДОПЛАТ АВАНС ЗАДАТ DEPOSIT PREPAID PREPAY ДОПЛАТ ЗАЧЕТ ЗАЧТ РАССРОЧ"
    ),
    _Sense.FOREIGN: "АВТОРИЗ",
    _Sense.BESIDE: "ЧАЕВ ШАЙПҰЛ GRATUIT ДОЛГ ЗАДОЛЖЕН ҚАРЫЗ БЕРЕШЕК",
}
"""Beginnings of words that have many endings."""

_HAN: Final[dict[_Sense, str]] = {
    _Sense.SUB: "小计 小計 소계",
    _Sense.DUE: "应收 應收 应付 應付 결제금액 받을금액 ご請求 お会計",
    _Sense.PAID: "实收 實收 实付 お預 预り 預り 받은금액",
    _Sense.CASH: "现金 現金 현금",
    _Sense.CARD: "카드",
    _Sense.CHANGE: "找零 找赎 お釣 おつり 거스름",
    _Sense.DISCOUNT: "折扣 优惠 할인 割引 值引",
    _Sense.TAX: "税 稅 부가세 면세 과세",
    _Sense.COUNT: "数量 點數 件数 点数",
    _Sense.COST: "单价",
    _Sense.TOTAL: "合计 合計 总计 总额 總計 总价 합계 총액 총금액",
    _Sense.SUM: "金额",
}
"""Parts of words in languages that print no spaces; the first that is found counts."""


def _exact() -> dict[str, frozenset[_Sense]]:
    """Return the senses of whole words, folded."""
    table: dict[str, set[_Sense]] = {}
    for sense, listed in _EXACT.items():
        for word in listed.split():
            for folded in words_of(word):
                table.setdefault(folded, set()).add(sense)
    return {word: frozenset(senses) for word, senses in table.items()}


_BY_WORD: Final = _exact()
_BY_STEM: Final = tuple(
    (words_of(stem)[0], sense) for sense, listed in _STEMS.items() for stem in listed.split()
)
_PARTS: Final = tuple((part, sense) for sense, listed in _HAN.items() for part in listed.split())
_SAYS_NOTHING: Final = frozenset({_Sense.FILLER, _Sense.CURRENCY})
_TOTAL_WORDS: Final = frozenset(
    {_Sense.TOTAL, _Sense.DUE, _Sense.SUM, _Sense.FILLER, _Sense.CURRENCY}
)
_FIRST_IN_RANK: Final = (
    (_Sense.SUB, Role.SUBTOTAL),
    (_Sense.FOREIGN, Role.FOREIGN),
    (_Sense.CHANGE, Role.CHANGE),
    (_Sense.LOYALTY, Role.LOYALTY),
    (_Sense.PREPAID, Role.PREPAID),
    (_Sense.SHIFT, Role.SHIFT),
)
"""Words that decide whatever else the label says."""
_PAYING: Final = frozenset({_Sense.CASH, _Sense.CARD, _Sense.PAID})
_PHRASES: Final = {
    words_of("TOTAL BAYAR"): Role.DUE,
    words_of("TOTAL PAYMENT"): Role.LOOSE,
    words_of("TOTAL PAYMENT DUE"): Role.DUE,
    words_of("ОБЩАЯ СТОИМОСТЬ"): Role.LOOSE,
    words_of("СТОИМОСТЬ ЗАКАЗА"): Role.LOOSE,
    words_of("ИТОГО ОПЛАТА"): Role.LOOSE,
    words_of("СУММА ЧЕКА"): Role.TOTAL,
    words_of("ИТОГО К ВОЗВРАТУ"): Role.TOTAL,
    words_of("ИТОГО ВОЗВРАТ"): Role.TOTAL,
    words_of("К ВОЗВРАТУ"): Role.TOTAL,
    words_of("СУММА ВОЗВРАТА"): Role.SUM,
    words_of("СУММА ПО ЧЕКУ"): Role.TOTAL,
    words_of("ЧЕК СОМАСЫ"): Role.TOTAL,
    words_of("ЧЕК СОМАСЫ СУММА ЧЕКА"): Role.TOTAL,
    words_of("ОБЩАЯ СУММА"): Role.TOTAL,
    words_of("ОБЩАЯ СУММА ЧЕКА"): Role.TOTAL,
}
"""Labels that say more than their words."""
_AFTER_TOTALS: Final = (
    (_Sense.CARD, Role.CARD),
    (_Sense.CASH, Role.CASH),
    (_Sense.PAID, Role.PAID),
    (_Sense.COUNT, Role.COUNT),
    (_Sense.COST, Role.COST),
)


@lru_cache(maxsize=8192)
def _senses_of(word: str) -> frozenset[_Sense]:
    """Return what one folded word can mean."""
    if known := _BY_WORD.get(word):
        return known
    for stem, sense in _BY_STEM:
        if word.startswith(stem):
            return frozenset({sense})
    if word[0] > "\u2e80":
        return frozenset(next(([sense] for part, sense in _PARTS if part in word), []))
    return frozenset({_Sense.FILLER}) if len(word) == 1 else frozenset()


@lru_cache(maxsize=8192)
def role_of(label: tuple[str, ...]) -> Role:
    """Return what the amount beside *label* (folded words) is."""
    per_word = [_senses_of(word) for word in label]
    senses = frozenset[_Sense]().union(*per_word) if per_word else frozenset[_Sense]()
    if all(
        len(word) == 1 or found == {_Sense.CURRENCY}
        for word, found in zip(label, per_word, strict=True)
    ):
        return Role.NOTHING
    said = tuple(
        word for word, found in zip(label, per_word, strict=True) if found != {_Sense.CURRENCY}
    )
    if said in _PHRASES:
        return _PHRASES[said]
    for sense, role in _FIRST_IN_RANK:
        if sense in senses:
            is_goods = role is Role.CHANGE and not all(per_word)
            return Role.OTHER if is_goods else role
    if (special := _modified(per_word, senses, label)) is not None:
        return special
    if senses & {_Sense.TOTAL, _Sense.DUE} and not senses & _PAYING:
        return _total_role(per_word, senses)
    for sense, role in _AFTER_TOTALS:
        if sense in senses:
            return role
    says_sum = _Sense.SUM in senses and all(found & _TOTAL_WORDS for found in per_word)
    return Role.SUM if says_sum else Role.OTHER


def names_tax(label: tuple[str, ...]) -> bool:
    """Tell whether a label speaks of a tax."""
    return any(_Sense.TAX in _senses_of(word) for word in label)


def _taxed(per_word: list[frozenset[_Sense]], label: tuple[str, ...]) -> Role:
    """Return the role of a total that names a tax: with it, or of it."""
    if label[:2] == ("В", "Т") or "ТОМ" in label or "ИШИНДЕ" in label:
        return Role.TAX
    first = {
        sense: next((place for place, found in enumerate(per_word) if sense in found), 99)
        for sense in (_Sense.TOTAL, _Sense.DUE, _Sense.SUM, _Sense.TAX, _Sense.WITH)
    }
    total = min(first[_Sense.TOTAL], first[_Sense.DUE], first[_Sense.SUM])
    if first[_Sense.TAX] < total:
        return Role.TAX
    known = _TOTAL_WORDS | {_Sense.TAX, _Sense.WITH}
    is_plain = total < first[_Sense.WITH] < first[_Sense.TAX]
    return Role.TOTAL if is_plain and all(found & known for found in per_word) else Role.LOOSE


def _modified(
    per_word: list[frozenset[_Sense]], senses: frozenset[_Sense], label: tuple[str, ...]
) -> Role | None:
    """Return the role of labels about tax, discount, rounding and the like; None for others."""
    is_total = bool(senses & {_Sense.TOTAL, _Sense.DUE, _Sense.SUM})
    is_after = is_total and _Sense.WITH in senses and _Sense.WITHOUT not in senses
    if _Sense.TAX in senses:
        return _taxed(per_word, label) if is_after else Role.TAX
    if _Sense.DISCOUNT in senses:
        if is_total and _Sense.WITHOUT in senses:
            return Role.SUBTOTAL
        return Role.DUE if is_after or "ЖЕНИЛДИКПЕН" in label else Role.DISCOUNT
    if _Sense.ROUND in senses:
        is_rounded = is_after or (is_total and "RОUNDЕD" in label)
        return Role.DUE if is_rounded else Role.ROUNDING
    if _Sense.BESIDE in senses:
        return Role.WITH_BESIDE if is_after else Role.BESIDE
    if _Sense.MARKUP in senses:
        return Role.DUE if is_after else Role.MARKUP
    if _Sense.COUNT in senses and not senses & {_Sense.SUM, _Sense.DUE, _Sense.CASH}:
        return Role.COUNT
    return None


def _total_role(per_word: list[frozenset[_Sense]], senses: frozenset[_Sense]) -> Role:
    """Return how much a label with a word for total says: a strict one says nothing else."""
    if _Sense.WITHOUT in senses:
        return Role.SUBTOTAL
    if all(found & _TOTAL_WORDS for found in per_word):
        return Role.DUE if _Sense.DUE in senses else Role.TOTAL
    said = [found for found in per_word if not found or found - _SAYS_NOTHING]
    ends = said[0] | said[-1]
    return Role.LOOSE if ends & {_Sense.TOTAL, _Sense.DUE} else Role.OTHER
