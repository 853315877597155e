"""Remote settings as a form: each with its words, what holds when it is left empty, and back."""

import re
from collections.abc import Mapping
from typing import Any, Final

from contracts.wire.bodies import LARGEST_AMOUNT
from contracts.wire.sync_news import MOST_REGISTERS, SlipLanguage, SlipLink
from hub.core.till_settings import HOURS, REGISTERS, SLIP
from hub.web.owner.form import Form
from hub.web.page_words import NAMES, plain

LONGEST_CAPTION: Final = 48
MOST_DAYS: Final = 365
MOST_RATE: Final = 1000
DAYS: Final = (
    "se_day0", "se_day1", "se_day2", "se_day3", "se_day4", "se_day5", "se_day6",
)  # fmt: skip
_DAY_MINUTES: Final = 24 * 60
_MOST: Final = LARGEST_AMOUNT // 100
_MONEY: Final = re.compile(r"([0-9]{1,10})(?:[.,]([0-9]{1,2}))?")
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_LINKS: Final = {SlipLink.HUB: "se_link_hub", SlipLink.TELEGRAM: "se_link_telegram"}
_FLAGS: Final = (("enabled", "se_enabled"), ("separate", "se_separate"))
_AMOUNTS: Final = (("total_max", "se_total_max"), ("auto_accept_max", "se_auto_max"))


def filled(settings: Mapping[str, Any], registers: tuple[str, ...] = ()) -> dict[str, str]:
    """Return what the form holds of *settings*."""
    slip = settings.get(SLIP) or {}
    values = {name: _flag(slip.get(name)) for name, _ in _FLAGS}
    languages = [*(slip.get("languages") or ()), "", ""]
    values |= {"language1": str(languages[0]), "language2": str(languages[1])}
    values["claim_days"] = _text(slip.get("claim_days"))
    values["caption"] = _text(slip.get("shop"))
    values["link"] = _text(slip.get("link"))
    values |= {name: money_text(settings.get(name)) for name, _ in _AMOUNTS}
    values["earn_rate"] = _text(settings.get("earn_rate"))
    values["registers"] = "\n".join(registers)
    hours = settings.get(HOURS)
    if hours:
        values |= {"opens": _clock(hours["opens"]), "closes": _clock(hours["closes"])}
        values |= {f"day{it}": "1" for it in hours["days"]}
    return values


def read_settings(form: Form, words: Mapping[str, str], *, of_shop: bool) -> dict[str, Any]:
    """Return the settings that the form says; what is empty is not among them."""
    slip: dict[str, Any] = {}
    for name, _ in _FLAGS:
        said = form.choice(name, ("", "1", "0"))
        slip[name] = said == "1" if said else None
    languages = [form.choice(it, ("", *SlipLanguage)) for it in ("language1", "language2")]
    slip["languages"] = list(dict.fromkeys(it for it in languages if it)) or None
    slip["claim_days"] = _whole(form, "claim_days", 1, MOST_DAYS)
    slip["shop"] = form.text("caption", LONGEST_CAPTION, required=False) or None
    slip["link"] = form.choice("link", ("", *SlipLink)) or None
    found: dict[str, Any] = {name: _money(form, words, name) for name, _ in _AMOUNTS}
    found["earn_rate"] = _whole(form, "earn_rate", 0, MOST_RATE)
    found[SLIP] = {name: it for name, it in slip.items() if it is not None} or None
    if of_shop:
        found[HOURS] = _hours(form, words)
    else:
        found[REGISTERS] = _registers(form, words) or None
    return {name: it for name, it in found.items() if it is not None}


def shown_fields(
    words: Mapping[str, str], above: Mapping[str, Any] | None
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the fields in groups, each with what holds while it is empty.

    *above* are the shop's settings when the form is a till's, None when it is the shop's own.
    """
    slip = (above or {}).get(SLIP) or {}
    tongues = ("", ""), *((it.value, NAMES[it.value]) for it in SlipLanguage)
    languages = [NAMES[it] for it in slip.get("languages") or ()]
    yes_no = ("", ""), ("1", words["se_yes"]), ("0", words["se_no"])
    flags = {"1": words["se_yes"], "0": words["se_no"]}
    links = {it.value: words[word] for it, word in _LINKS.items()}
    in_slip = [
        *(_field(words, name, words[label], flags.get(_flag(slip.get(name))), yes_no)
          for name, label in _FLAGS),
        _field(words, "language1", words["se_language1"], ", ".join(languages), tongues),
        {"name": "language2", "label": words["se_language2"], "hint": "",
         "choices": (("", "—"), *tongues[1:])},
        _field(words, "claim_days", words["se_claim_days"], slip.get("claim_days"), most=3),
        _field(words, "caption", words["se_caption"], slip.get("shop"), most=LONGEST_CAPTION),
        _field(words, "link", words["se_link"], links.get(str(slip.get("link"))),
               (("", ""), *links.items())),
        _field(words, "earn_rate", words["se_earn_rate"], (above or {}).get("earn_rate"), most=4),
    ]  # fmt: skip
    limits = [
        _field(words, name, words[label], money_text((above or {}).get(name)), most=16)
        for name, label in _AMOUNTS
    ]
    return [(words["se_slip"], in_slip), (words["se_limits"], limits)]


def _field(
    words: Mapping[str, str], name: str, label: str, inherited: object,
    choices: tuple[tuple[str, str], ...] = (), most: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Return one field; *inherited* is what the shop says of it."""
    told = inherited not in (None, "")
    if choices:  # what holds while nothing is chosen is the first choice
        own = words["se_as_shop"].format(value=inherited) if told else words["se_as_file"]
        return {"name": name, "label": label, "hint": "", "choices": (("", own), *choices[1:])}
    hint = words["se_from_shop"].format(value=inherited) if told else words["se_from_file"]
    return {"name": name, "label": label, "hint": hint, "choices": (), "most": most}


def money_text(tiyn: int | None) -> str:
    """Return an amount as the form holds it: tenge, with tiyn where there are any."""
    if tiyn is None:
        return ""
    return str(tiyn // 100) if tiyn % 100 == 0 else f"{tiyn // 100},{tiyn % 100:02}"


def _money(form: Form, words: Mapping[str, str], name: str) -> int | None:
    said = re.sub(r"[\s\u00a0\u202f]", "", form.values.get(name, ""))
    if not said:
        return None
    found = _MONEY.fullmatch(said)
    tiyn = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
    if not 0 <= tiyn <= LARGEST_AMOUNT:
        form.blame(name, words["se_money"].format(most=plain(_MOST)))
        return None
    return tiyn


def _whole(form: Form, name: str, least: int, most: int) -> int | None:
    """Return a number, None when nothing was typed or it is none."""
    if not form.values.get(name, "").strip():
        return None
    return form.whole(name, least, most)


def _registers(form: Form, words: Mapping[str, str]) -> list[str]:
    found = list(dict.fromkeys(re.split(r"[\s,;]+", form.values.get(REGISTERS, "").strip())))
    found = [it for it in found if it]
    wrong = next((it for it in found if not re.fullmatch(r"[0-9]{12}", it, re.ASCII)), None)
    if wrong is not None:
        form.blame(REGISTERS, words["se_registers_wrong"].format(text=wrong[:24]))
    elif len(found) > MOST_REGISTERS:
        form.blame(REGISTERS, words["se_registers_many"].format(most=MOST_REGISTERS))
    return found


def _hours(form: Form, words: Mapping[str, str]) -> dict[str, Any] | None:
    opens, closes = (_CLOCK.fullmatch(form.values.get(it, "")) for it in ("opens", "closes"))
    days = [it for it in range(7) if form.ticked(f"day{it}")]
    if not days and not form.values.get("opens") and not form.values.get("closes"):
        return None
    if opens is None or closes is None or not days:
        form.blame("hours", words["se_hours_wrong"])
        return None
    until = int(closes[1]) * 60 + int(closes[2])
    # Midnight is the end of the day that began with the opening.
    return {
        "opens": int(opens[1]) * 60 + int(opens[2]), "closes": until or _DAY_MINUTES, "days": days,
    }  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _flag(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else ""


def _text(value: object) -> str:
    return "" if value is None else str(value)
