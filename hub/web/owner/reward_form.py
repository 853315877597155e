"""A reward as its editor's form has it: what the fields say, and what the draft says in them."""

import re
from collections.abc import Mapping
from typing import Final

from contracts.wire import base64url
from contracts.wire.redeeming import RewardKind
from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from contracts.wire.wording import Wording
from hub.core.almaty import local_day
from hub.core.insights.periods import FIRST, LAST, number_of, starts
from hub.core.rewards.catalogue import (
    HOUR,
    LARGEST_LIMIT,
    LARGEST_PRICE,
    LARGEST_STOCK,
    LONGEST_LIFE,
    WHOLE,
    Draft,
    Terms,
)
from hub.core.rewards.texts import (
    LONGEST_DETAILS,
    LONGEST_RING_UP,
    LONGEST_TITLE,
    Details,
    RewardTexts,
)
from hub.core.tiers import Tier
from hub.web.owner.amounts import bare, hundredths, typed
from hub.web.owner.form import Form

LANGUAGES: Final = ("kk", "ru", "en")
TEXTS: Final = {"title": LONGEST_TITLE, "details": LONGEST_DETAILS, "ring_up": LONGEST_RING_UP}
LARGEST_WORTH: Final = 1_000_000
"""Tenge of one voucher."""
_LAST_SECOND: Final = 24 * HOUR - 1
_DIGEST: Final = re.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


def shown_in(draft: Draft) -> dict[str, str]:
    """Return the fields of a form that says what *draft* says."""
    terms = draft.terms
    said: dict[str, object] = {
        "kind": draft.kind.value,
        "price": draft.price,
        "value": typed(draft.value),
        "percent": typed(draft.percent),
        "most": typed(draft.most),
        "picture": "" if draft.picture is None else base64url.encode(draft.picture),
        "tier": terms.tier.value,
        "scope": terms.scope.value,
        "limit": "" if terms.limit is None else terms.limit,
        "life": "" if terms.life is None else terms.life // HOUR,
        "valid_from": _day(terms.valid_from),
        "valid_until": _day(terms.valid_until),
        "usable_from": _day(terms.usable_from),
        "offline": "1" if draft.offline else "",
        "undo": "1" if terms.undo else "",
        "in_total": _total_word(draft.kind, in_total=terms.in_total),
    }
    for name in TEXTS:
        said |= {f"{name}_{it}": getattr(getattr(draft.texts, name), it) for it in LANGUAGES}
    said |= {f"shop_{it}": "1" for it in terms.shops}
    return {name: str(it) for name, it in said.items()}


def stock_in(form: Form) -> int | None:
    """Return the stock that a form says; None is without end, or wrong."""
    if not form.values.get("stock", "").strip():
        return None
    return form.whole("stock", 0, LARGEST_STOCK)


def draft_in(form: Form, w: Mapping[str, str], before: Draft | None = None) -> Draft | None:
    """Return the draft that a form says; None when something in it is wrong, which is told.

    What a form shows in days or hours keeps the second that *before* has, while it shows the same.
    """
    said = _said(form, w)
    kind = RewardKind(form.choice("kind", [it.value for it in RewardKind]))
    price = form.whole("price", 0, LARGEST_PRICE)
    terms = _terms(form, kind, None if before is None else before.terms)
    value, percent, most = _money(form, "value", w), _percent(form, w), _money(form, "most", w)
    picture = _picture(form, w)
    if not form.good:
        return None
    draft = Draft(
        kind=kind,
        price=Points(price or 0),
        texts=RewardTexts(
            Wording(**said["title"]), Details(**said["details"]), Wording(**said["ring_up"])
        ),
        terms=terms,
        value=value,
        percent=percent,
        most=most,
        offline=form.ticked("offline"),
        picture=picture,
    )
    problems = draft.problems()
    for problem in problems:
        tell(form, problem, kind, w)
    return None if problems else draft


def tell(form: Form, problem: str, kind: RewardKind, w: Mapping[str, str]) -> None:
    """Say what the core says of a draft, beside its field and in people's words."""
    name = problem.partition(":")[0]
    said = {
        ("value", RewardKind.DISCOUNT): w["o_wrong_discount"],
        ("percent", RewardKind.CASHBACK): w["o_wrong_cashback"],
        ("price", RewardKind.PART_PAYMENT): w["o_wrong_part"],
    }
    usual = {
        "percent": w["o_wrong_percent"],
        "most": w["o_wrong_most"],
        "offline": w["o_wrong_offline"],
        "valid_until": w["o_wrong_dates"],
        "shops": w["o_wrong_shops"],
        "picture": w["o_wrong_picture"],
    }
    place = "photo" if name == "picture" else name
    form.blame(place, said.get((name, kind)) or usual.get(name) or w["o_wrong_other"])


def missing_words(form: Form, w: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return which translations are not there yet: `Қазақша (title); English (title)`."""
    found = []
    for language in LANGUAGES:
        fields = [
            w[f"o_{name}"]
            for name in TEXTS
            if not form.values.get(f"{name}_{language}", "").strip()
        ]
        if fields:
            found.append(f"{names[language]} ({', '.join(fields)})")
    return "; ".join(found)


def _said(form: Form, w: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return each text by language."""
    found: dict[str, dict[str, str]] = {}
    for name, longest in TEXTS.items():
        read = form.prose if name == "details" else form.text
        found[name] = {it: read(f"{name}_{it}", longest) for it in LANGUAGES}
        for language, text in found[name].items():
            if not all(line.isprintable() for line in text.split("\n")):
                form.blame(f"{name}_{language}", w["o_wrong_text"])
    return found


def _terms(form: Form, kind: RewardKind, before: Terms | None) -> Terms:
    limit = form.whole("limit", 1, LARGEST_LIMIT, empty=0)
    life = form.whole("life", 1, LONGEST_LIFE // HOUR, empty=0)
    was = before or Terms()
    total = form.choice("in_total", ("", "0", "1"))
    return Terms(
        valid_from=_second(form, "valid_from", was.valid_from, 0),
        valid_until=_second(form, "valid_until", was.valid_until, _LAST_SECOND),
        shops=tuple(
            ShopId(int(name.removeprefix("shop_")))
            for name in sorted(form.values)
            if re.fullmatch(r"shop_[0-9]{1,18}", name)
        ),
        tier=Tier(form.choice("tier", [it.value for it in Tier])),
        life=_same_hours(life, was.life),
        limit=limit or None,
        scope=Scope(form.choice("scope", [it.value for it in Scope])),
        undo=form.ticked("undo"),
        usable_from=_second(form, "usable_from", was.usable_from, 0),
        in_total=kind is RewardKind.PART_PAYMENT if total == "" else total == "1",
    )


def _same_hours(hours: int | None, was: int | None) -> int | None:
    if not hours:
        return None
    return was if was is not None and was // HOUR == hours else hours * HOUR


def _second(form: Form, name: str, was: UnixTime | None, second: int) -> UnixTime | None:
    """Return a second of the day in a field: that of *was*, where it lies in that day."""
    day = form.day(name)
    if day is None:
        return None
    if was is not None and local_day(was) == day:
        return was
    if not FIRST <= number_of(day) <= LAST:
        form.blame_day(name)
        return None
    return UnixTime(starts(number_of(day)) + second)


def _money(form: Form, name: str, w: Mapping[str, str]) -> Tiyn | None:
    said = bare(form.values.get(name, ""))
    if not said:
        return None
    found = hundredths(said)
    if found is None or not 1 <= found <= LARGEST_WORTH * 100:
        form.blame(name, w["o_wrong_amount"].format(least="0,01", most=LARGEST_WORTH))
        return None
    return Tiyn(found)


def _percent(form: Form, w: Mapping[str, str]) -> int | None:
    said = bare(form.values.get("percent", ""))
    if not said:
        return None
    found = hundredths(said)
    if found is None or not 1 <= found <= WHOLE:
        form.blame("percent", w["o_wrong_share"])
        return None
    return found


def _picture(form: Form, w: Mapping[str, str]) -> bytes | None:
    said = form.values.get("picture", "")
    if not said or form.ticked("no_picture"):
        return None
    if not _DIGEST.fullmatch(said):
        form.values["picture"] = ""
        form.blame("photo", w["o_wrong_picture"])
        return None
    return base64url.decode(said)


def _day(time: UnixTime | None) -> str:
    return "" if time is None else local_day(time).isoformat()


def _total_word(kind: RewardKind, *, in_total: bool) -> str:
    return "" if in_total is (kind is RewardKind.PART_PAYMENT) else str(int(in_total))
