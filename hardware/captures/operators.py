"""Fiscal-data operators of Kazakhstan and the codes that their receipts carry."""

from typing import Final, NamedTuple

from hardware.captures.dice import Dice
from hardware.captures.document import Fiscal, Moment


class Operator(NamedTuple):
    """An operator, and one form of its code."""

    name: str
    """Short name, as the agent's receipts have it."""
    ru: str
    kk: str
    site: str
    form: str
    """With {i} {f} {s} {s0} {t} {k}: sign, register, sum (two forms), time (two forms)."""
    holds_sum: bool = True


_ANY: Final = "?i={i}&f={f}&s={s}&t={t}"
_KAZAKHTELECOM: Final = ("oofd", "АО «Казахтелеком»", "«Қазақтелеком» АҚ", "consumer.oofd.kz")
_TRANSTELECOM: Final = ("transtelecom", "АО «Транстелеком»", "«Транстелеком» АҚ", "ofd1.kz")
_KOFD: Final = ("kofd", "АО «Jusan Mobile»", "«Jusan Mobile» АҚ", "consumer.kofd.kz")
_WOFD: Final = ("wofd", "ТОО «WOFD»", "«WOFD» ЖШС", "consumer.wofd.kz")
_KASPI: Final = ("kaspi", "АО «Kaspi Bank»", "«Kaspi Bank» АҚ", "receipt.kaspi.kz")
OPERATORS: Final = (
    Operator(*_KAZAKHTELECOM, "http://consumer.oofd.kz" + _ANY),
    Operator(*_KAZAKHTELECOM, "https://consumer.oofd.kz/?i={i}&f={f}&s={s0}&t={t}"),
    Operator(*_TRANSTELECOM, "https://ofd1.kz/t/?i={i}&f={f}&s={s0}&t={t}"),
    Operator(*_TRANSTELECOM, "https://4ek.kz/?o=transtelecom&i={i}&f={f}&s={s0}&t={t}"),
    Operator(*_KOFD, "http://consumer.kofd.kz" + _ANY),
    Operator(*_KOFD, "https://cabinet.kofd.kz/consumer" + _ANY),
    Operator(*_WOFD, "https://consumer.wofd.kz/" + _ANY),
    Operator(*_KASPI, "https://receipt.kaspi.kz/web/fiscal?i={i}&f={f}&s={s0}&t={k}"),
    Operator(
        *_KASPI,
        "https://receipt.kaspi.kz/web?extTranId=KKM{i}&sale_date={k}",
        holds_sum=False,
    ),
    Operator(
        *_KOFD,
        "https://my.webkassa.kz/spa-ui/ticket?chb=SWK{f}&sh=77&extnum={i}",
        holds_sum=False,
    ),
)


def some_operator(dice: Dice, name: str | None = None) -> Operator:
    """Return an operator, or one form of the named one; `kaspi-link` is the one without sum."""
    if name is None:
        return dice.choice(OPERATORS)
    name, _, link = name.partition("-")
    return dice.choice([it for it in OPERATORS if it.name == name and it.holds_sum != bool(link)])


def code_of(operator: Operator, fiscal: Fiscal, total: int, at: Moment, dice: Dice) -> str:
    """Return what the operator's code says of a receipt of *total* tiyn."""
    amount = abs(total)
    compact = at.iso().replace("-", "").replace(":", "")
    fraction = f".{dice.number(0, 999999):06}" if dice.one_in(2) else ""
    encoded = f"{at.date_iso()}%20{at.clock().replace(':', '%3A')}{fraction}"
    short = f"{amount // 100}.{amount % 100:02}"
    short = short.removesuffix("0")
    return operator.form.format(
        i=fiscal.sign,
        f=fiscal.register,
        s=f"{amount // 100}.{amount % 100:02}",
        s0=short,
        t=compact,
        k=encoded,
    )
