"""Receipts in the manner of Superkassa: 32 or 48 columns, Russian, Kazakh, or both on one line."""

from hardware.captures.amounts import PLAIN
from hardware.captures.deals import Deal, Order, Said, document_of, make_deal, quantity
from hardware.captures.dice import Dice
from hardware.captures.document import Blank, Document, Mark, Qr
from hardware.captures.layouts.rows import centred, pair, wrapped

_WORDS = {
    "bin": ("БСН/ЖСН", "БИН/ИИН"), "sale": ("САТУ ЧЕГІ", "ЧЕК ПРОДАЖИ"),
    "purchase": ("САТЫП АЛУ ЧЕГІ", "ЧЕК ПОКУПКИ"), "void": ("ЧЕК ЖОЙЫЛДЫ", "ЧЕК АННУЛИРОВАН"),
    "return": ("САТУДЫ ҚАЙТАРУ ЧЕГІ", "ЧЕК ВОЗВРАТА ПРОДАЖИ"), "copy": ("КӨШІРМЕ", "ДУБЛИКАТ"),
    "fiscal": ("Фискалдық", "Фискальный"), "sent": ("Жіберілді", "Отправлен"),
    "about": ("БАҚ туралы ақпарат", "Информация о ККМ"), "id": ("БАҚ ID", "ККМ ID"),
    "register": ("ТНМ", "РНМ"), "factory": ("МЗН", "ЗНМ"), "shift": ("Ауысым №", "Смена №"),
    "number": ("Құжат №", "Документ №"), "time": ("Күні мен уақыты", "Дата и время"),
    "basis": ("Қайтаруға негіз болған чек", "Чек-основание для возврата"),
    "sum": ("Чек сомасы", "Сумма чека"), "piece": ("дана", "шт"), "kilo": ("кг", "кг"),
    "subtotal": ("Аралық жиынтық", "Промежуточный итог"), "discount": ("Жеңілдік", "Скидка"),
    "total": ("ЖИЫНЫ", "ИТОГО"), "cash": ("Қолма-қол", "Наличные"),
    "card": ("Банк картасы", "Банковская карта"), "gift": ("Сыйлық сертификаты", "Сертификат"),
    "prepaid": ("Аванс", "Аванс"), "received": ("Алынды", "Получено"),
    "change": ("Қайтарым", "Сдача"), "vat": ("соның ішінде ҚҚС {}%", "в т.ч. НДС {}%"),
    "sign": ("Фискалдық белгі:", "Фискальный признак:"), "operator": ("ФДО:", "ОФД:"),
    "link": ("Чек сілтемесі:", "Ссылка на чек:"),
    "scan": ("Тексеру үшін сканерлеңіз", "Сканируйте для проверки"),
    "form": ("Құжаттың баспа түрі.", "Печатная форма документа."),
}  # fmt: skip


class _Paper:
    """Rows of one receipt in its language, at its width."""

    def __init__(self, language: str, columns: int) -> None:
        self.language = language
        self.columns = columns
        self.marks: list[Mark] = []

    def word(self, role: str, between: str = " / ") -> str:
        """Return a label in the paper's language; both are joined by *between*."""
        kk, ru = _WORDS[role]
        if self.language == "both":
            return kk if kk == ru else f"{kk}{between}{ru}"
        return kk if self.language == "kk" else ru

    def middle(self, text: str) -> None:
        """Put *text* in the middle."""
        self.marks += centred(text, self.columns)

    def line(self, text: str) -> None:
        """Put *text* on rows of its own."""
        self.marks += wrapped(text, self.columns)

    def pair(self, left: str, right: str) -> None:
        """Put *left* and *right* on a row, or on two."""
        self.marks += pair(left, right, self.columns)

    def sum(self, role: str, amount: int) -> None:
        """Put a labelled amount."""
        self.pair(self.word(role, " "), PLAIN.write(amount))


def superkassa(dice: Dice, language: str, columns: int, order: Order) -> Document:
    """Return a receipt as Superkassa's renderer lays it out."""
    deal = make_deal(dice, order)
    paper = _Paper(language, columns)
    _head(deal, dice, paper)
    for item in deal.items:
        paper.pair(item.good.named(language), PLAIN.write(item.amount - item.discount))
        unit = paper.word("kilo" if item.good.by_weight else "piece")
        paper.line(f"{quantity(item, PLAIN)} {unit} × {PLAIN.write(item.price)}")
    paper.sum("subtotal", deal.subtotal)
    if deal.discount:
        paper.sum("discount", deal.discount)
    paper.sum("total", deal.total)
    _payment(deal, paper)
    _foot(deal, dice, paper)
    original = deal.original if deal.kind == "return" else None
    said = Said(number=str(deal.number), original=original)
    return document_of(deal, "superkassa", (language, columns), paper.marks, said)


def _head(deal: Deal, dice: Dice, paper: _Paper) -> None:
    if deal.kind == "copy":
        paper.middle(paper.word("copy"))
    paper.middle(deal.shop.owner)
    paper.middle(f"{paper.word('bin', ' ')}: {deal.shop.bin}")
    paper.middle(deal.shop.address_ru if paper.language == "ru" else deal.shop.address_kk)
    paper.middle(paper.word(deal.kind if deal.kind in ("return", "purchase") else "sale", " "))
    paper.middle(paper.word("fiscal"))
    paper.middle(paper.word("sent"))
    paper.middle(paper.word("about"))
    paper.pair(paper.word("id"), f"kkm-{dice.number(1, 900)}")
    paper.pair(paper.word("register"), deal.fiscal.register if deal.fiscal else "-")
    paper.pair(paper.word("factory"), f"FN-{dice.digits(6)}")
    paper.pair(paper.word("shift"), str(deal.shift))
    paper.pair(paper.word("number"), str(deal.number))
    paper.pair(paper.word("time"), deal.at.printed())
    if deal.kind == "return":
        paper.line(paper.word("basis", " "))
        paper.pair(paper.word("sign", " "), deal.original)
        # A return may take back a part only: the first receipt's sum is not this one's.
        more = dice.number(1, 90) * 10_000 if dice.one_in(3) else 0
        paper.pair(paper.word("sum", " "), PLAIN.write(deal.total + more))


def _payment(deal: Deal, paper: _Paper) -> None:
    for way, amount in deal.payments.items():
        paper.sum(way, deal.received if way == "cash" else amount)
    if deal.change:
        paper.sum("received", deal.received)
        paper.sum("change", deal.change)
    label = paper.word("vat", " ").replace("{}", str(deal.vat_percent))
    paper.pair(label, PLAIN.write(deal.vat))


def _foot(deal: Deal, dice: Dice, paper: _Paper) -> None:
    if deal.kind == "void":
        paper.middle(paper.word("void"))
    if deal.operator and deal.fiscal and deal.qr:
        paper.pair(paper.word("sign"), deal.fiscal.sign)
        kk, ru = deal.operator.kk, deal.operator.ru
        paper.pair(paper.word("operator"), {"kk": kk, "ru": ru}.get(paper.language, f"{kk} {ru}"))
        paper.line(paper.word("link"))
        paper.line(f"https://{deal.operator.site}/r/{dice.number(100, 999)}")
        paper.marks.append(Qr(deal.qr))
        paper.middle(paper.word("scan"))
    paper.middle(paper.word("form"))
    paper.marks.append(Blank(dice.number(1, 3)))
