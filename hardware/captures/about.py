"""The TOML beside each capture: what is in it, so that a reader can be held to it."""

from collections.abc import Mapping
from typing import Final

from hardware.captures.document import Fiscal, Report, Truth

Value = str | int | bool | None | tuple[str, ...] | Mapping[str, "Value"]

_HEAD: Final = (
    "# Made by `python -m hardware.captures`; edit hardware/captures/catalogue.py instead.\n"
)


def about(facts: Mapping[str, Value], truths: tuple[Truth, ...], slips: tuple[str, ...]) -> str:
    """Return the TOML of a capture: *facts* first, then each piece of paper.

    *slips* holds, for each piece, why it gets no claim slip; empty where it gets one.
    """
    lines = [_HEAD, *_pairs(facts)]
    for truth, reason in zip(truths, slips, strict=True):
        lines += ["", "[[segment]]", *_pairs(_said(truth)), f"slip = {_value(not reason)}"]
        if reason:
            lines.append(f"no_slip_because = {_value(reason)}")
    return "\n".join(lines) + "\n"


def decimal(tiyn: int) -> str:
    """Return *tiyn* as a decimal string: `-935.00`."""
    sign = "-" if tiyn < 0 else ""
    return f"{sign}{abs(tiyn) // 100}.{abs(tiyn) % 100:02}"


def _said(truth: Truth) -> Mapping[str, Value]:
    """Return what *truth* says, in the words of `agent read --json`."""
    fiscal = truth.fiscal
    return {
        "kind": truth.kind,
        "total": None if truth.total is None else decimal(truth.total),
        "currency": truth.currency,
        "number": truth.number,
        "time": truth.time,
        "fiscal": None if fiscal is None else _key(fiscal),
        "original": truth.original,
        "report": None if truth.report is None else _closing(truth.report),
        "qr": truth.qr,
    }


def _key(fiscal: Fiscal) -> Mapping[str, Value]:
    """Return the parts of a fiscal key."""
    return {"operator": fiscal.operator, "sign": fiscal.sign, "register": fiscal.register}


def _closing(report: Report) -> Mapping[str, Value]:
    """Return the sums of a report that closes a shift."""
    sums = {it: decimal(getattr(report, it)) for it in ("sales_total", "returns_total")}
    return {**report._asdict(), **sums}


def _pairs(facts: Mapping[str, Value]) -> list[str]:
    """Return TOML lines; what is not known is left out, since TOML has no null."""
    return [f"{key} = {_value(value)}" for key, value in facts.items() if value is not None]


def _value(value: Value) -> str:
    """Return *value* as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case tuple():
            return "[" + ", ".join(_value(it) for it in value) + "]"
        case Mapping():
            return "{ " + ", ".join(_pairs(value)) + " }"
        case None:
            raise AssertionError("what is not known is left out")
