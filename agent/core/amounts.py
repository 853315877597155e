"""Amounts of money in a printed line, in whatever way tills write them."""

import re
from dataclasses import dataclass
from typing import Final

from contracts.wire.units import Tiyn

LARGEST_DIGITS: Final = 11
"""Digits of the longest amount: a hundred million tenge with its tiyn; longer ones are codes."""

_NUMBER: Final = re.compile(
    r"\d{1,3}(?:[ ']\d{3}){1,3}(?!\d)(?:[.,]\d{1,2}(?!\d)|[-=]\d{2}(?![\d-]))?"
    r"|\d{1,3}(?:,\d{3}){1,3}(?!\d)(?:\.\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:\.\d{3}){1,3}(?!\d)(?:,\d{1,2}(?!\d))?"
    r"|\d+(?:[.,]\d+)?(?:[-=]\d{2}(?![\d-]))?"
    r"|(?<![\d.])\.\d{2}(?!\d)"
)
_MARKS: Final = {
    "KZT": r"₸|KZT|ТЕНГЕ|ТЕҢГЕ|ТЕ\?ГЕ|ТГ|TG",
    "USD": r"US\$|USD|\$",
    "EUR": r"EUR|€",
    "GBP": r"GBP|£",
    "MYR": r"MYR|RM",
    "IDR": r"IDR|RP",
    "CNY": r"CNY|RMB|¥|￥|元",
    "JPY": r"JPY|円",
    "KRW": r"KRW|₩|원",
    "THB": r"THB|฿",
    "RUB": r"RUB|RUR|₽|РУБЛЕЙ|РУБ",
    "UZS": r"UZS|СЎМ|СУМ|SO'M",
    "KGS": r"KGS|СОМ(?![a-zа-яё])",
    "BYN": r"BYN",
    "UAH": r"UAH|ГРН|₴",
    "TRY": r"TRY|₺",
}
"""How currencies are written beside an amount."""

_ANY_MARK: Final = "|".join(f"(?P<{code}>{forms})" for code, forms in _MARKS.items())
_MARK_BEFORE: Final = re.compile(rf"(?<![^\W\d_])(?:{_ANY_MARK})[.:]? ?[=*-]?$", re.IGNORECASE)
_MARK_AFTER: Final = re.compile(rf" ?(?:{_ANY_MARK})(?![^\W\d_])", re.IGNORECASE)
_SIGNS: Final = "₸$€£¥￥₩฿₽₴₺"
_TIMES: Final = "xXхХ×*@"
_QUANTITY_AFTER: Final = re.compile(
    r" ?\(?(?:(?:шт|кг|гр|г|л|мл|м|поз|ед|порц|уп|пач|дана|товар|тов|позици|блюд|"
    r"наименовани|"
    r"pcs|pc|pkt|ea|kg|qty|items?|nos?|units?|个|份|斤|개)[а-я]{0,4}\.?(?![^\W_])"
    r"|[xх×*@](?= {0,3}[^\W_=]?\d| {0,3}[$₸]))",
    re.IGNORECASE,
)
_TIMES_BEFORE: Final = re.compile(
    r"(?:\d|[^\W\d_]|\.)\)? {0,3}[xх×*@] {0,3}=?$|^ *[xх×] ?$", re.IGNORECASE
)
_PHONE: Final = re.compile(r"\+\d[\d ()-]{8,20}")
_NUMBERING: Final = re.compile(r"[.)] +[^\W\d_]")
"""After the number of a line in a list."""
_TAX_LETTER: Final = re.compile(r" ?_?[^\W\d_](?![^\W_])")
_NUMBER_SIGN: Final = re.compile(r"(?:[№#]|Nº|N°|No\.?) ?[:.]? ?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a line that could be money."""

    value: Tiyn
    start: int
    end: int
    decimals: int
    """Digits after the point, as printed: 0, 1 or 2."""
    currency: str | None
    """ISO 4217 of the mark beside it."""
    is_quantity: bool
    """Pieces, weight or number of goods, not money."""
    is_price: bool
    """Stands after a multiplication sign."""

    @property
    def looks_like_money(self) -> bool:
        """Tell whether decimals or a currency say that this is money."""
        return self.decimals == 2 or self.currency is not None


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts of a cleaned line, in order; never raises."""
    found = []
    phones = [it.span() for it in _PHONE.finditer(text)] if "+" in text else []
    for match in _NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in phones):
            continue
        amount = _amount(text, match)
        if amount is not None:
            found.append(amount)
    return tuple(found)


def decimal_text(value: Tiyn) -> str:
    """Return *value* as people read it: `935.00`."""
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02}"


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    """Return the amount that one number is; None when its neighbours say otherwise."""
    start, end = match.span()
    before = text[max(0, start - 16) : start]
    after = text[end : end + 16]
    if not before.strip() and _NUMBERING.match(after):
        return None
    near = before.rstrip(" .:=-")[-1:]
    marked_before = (
        _MARK_BEFORE.search(before) if near and (near.isalpha() or near in _SIGNS) else None
    )
    marked_after = _MARK_AFTER.match(after) if after else None
    quantity = after != "" and _QUANTITY_AFTER.match(after) is not None
    price = near != "" and near in _TIMES and _TIMES_BEFORE.search(before) is not None
    value, decimals = _value(match[0])
    if value is None:
        return _weight(match, quantity)
    if marked_before is None and not price and not _stands_free_before(before):
        return None
    if not marked_after and not quantity and not _stands_free_after(after, decimals):
        return None
    mark = marked_after or marked_before
    sign = -1 if _is_negative(text, start, after, decimals, marked_before) else 1
    return Amount(
        value=Tiyn(sign * value),
        start=start,
        end=end,
        decimals=decimals,
        currency=mark.lastgroup if mark and not quantity else None,
        is_quantity=quantity,
        is_price=price,
    )


def _weight(match: re.Match[str], quantity: bool) -> Amount | None:  # noqa: FBT001
    """Return a number with three decimals, which can only be a weight or a volume."""
    if not quantity or len(match[0]) > LARGEST_DIGITS:
        return None
    return Amount(Tiyn(0), *match.span(), 0, None, is_quantity=True, is_price=False)


def _value(digits: str) -> tuple[int | None, int]:
    """Return hundredths and the decimals printed; None for what cannot be money."""
    whole, fraction = _split(digits)
    whole = re.sub(r"\D", "", whole)
    if len(whole) + 2 > LARGEST_DIGITS or len(fraction) > 2:
        return None, 0
    return int(whole or 0) * 100 + int(fraction.ljust(2, "0") or "0"), len(fraction)


def _split(digits: str) -> tuple[str, str]:
    """Split a number into its whole part and its decimals, as money is written."""
    for mark in "-=":
        if mark in digits:
            whole, _, fraction = digits.partition(mark)
            return whole, fraction
    place = max(digits.rfind("."), digits.rfind(","))
    if place < 0:
        return digits, ""
    tail = digits[place + 1 :]
    is_grouped = len(tail) == 3 and not digits.startswith("0")
    return (digits, "") if is_grouped else (digits[:place], tail)


def _stands_free_before(before: str) -> bool:
    """Tell whether nothing before a number makes it a date, a code or a part of a word."""
    if not before:
        return True
    last = before[-1]
    if last.isalpha() or last.isdigit() or last in "_/\\№#":
        return False
    if last in ".,:-'" and len(before) > 1 and (before[-2].isdigit() or last == "'"):
        return False
    if last == "-" and len(before) > 1 and before[-2].isalpha():
        return False
    return _NUMBER_SIGN.search(before) is None


def _stands_free_after(after: str, decimals: int) -> bool:
    """Tell whether nothing after a number makes it a date, a code, a percentage or a word."""
    if not after:
        return True
    first = after[0]
    if first.isalpha() or first == "_":
        return decimals == 2 and _TAX_LETTER.match(after) is not None
    if after.lstrip(" ").startswith("%"):
        return False
    is_joined = first in ".,:/-\\" and len(after) > 1 and after[1].isdigit()
    return not is_joined


def _is_negative(
    text: str, start: int, after: str, decimals: int, mark: re.Match[str] | None
) -> bool:
    """Tell whether a minus belongs to the number, and is not a leader of dashes."""
    before = text[:start]
    if mark:
        before = before[: len(before) - len(mark[0])] + ("-" if mark[0].endswith("-") else "")
    if before.endswith("-") and not before.endswith("--"):
        previous = before[-2:-1]
        return previous in ("", " ", "=", ":", "*", "(") or not previous.isalnum()
    return decimals == 2 and after.startswith("-") and not after.startswith("--")
