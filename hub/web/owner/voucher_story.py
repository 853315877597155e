"""A voucher's story in words, line by line, oldest first."""

from typing import Any

from contracts.wire import base64url
from contracts.wire.units import ShopId, TillId, UnixTime
from contracts.wire.voucher import Scope as Place
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.core.rewards.vouchers import ENDING, VoucherState
from hub.usecases.voucher_desk import VoucherStory
from hub.web.claim_sentences import money
from hub.web.owner.viewer import Seen
from hub.web.page_words import moment, points_of

_SPACE = "\N{NO-BREAK SPACE}"
_DECIDED = {"voucher.cancel": "vo_s_cancel", "voucher.undo": "vo_s_undo"}


def story_of(viewer: Seen, found: VoucherStory) -> dict[str, Any]:
    """Return everything that a voucher's page shows."""
    words, spoken, voucher = viewer.words, viewer.language, found.voucher
    points = points_of(voucher.points, spoken)
    until = "" if found.undo_until is None else moment(found.undo_until, spoken)
    return {
        "id": voucher.id,
        "title": words["vo_number"].format(number=voucher.id),
        "reward": getattr(found.frozen.draft.texts.title, spoken),
        "member_id": voucher.member,
        "member": words["mb_number"].format(number=voucher.member),
        "state": words[f"vos_{voucher.state.value}"],
        "tone": "good" if voucher.state in (VoucherState.HELD, VoucherState.REDEEMED) else "soft",
        "facts": [
            (words["vo_price"], points),
            (words["vo_where"], _where(viewer, found)),
            (words["vo_offline"], words["vo_offline_yes" if voucher.offline else "vo_offline_no"]),
        ],
        "good_until": words["vo_good_until"].format(time=moment(voucher.not_after, spoken)),
        "lines": _lines(viewer, found),
        "may_cancel": found.may_cancel,
        "cancel_text": words["vo_cancel_text"].format(points=points),
        "redemption": None if found.undoable is None else base64url.encode(found.undoable),
        "undo_text": words["vo_undo_text"].format(points=points, time=until),
    }


def _where(viewer: Seen, found: VoucherStory) -> str:
    voucher = found.voucher
    if voucher.scope is Place.SHOP:
        return found.shops.get(ShopId(voucher.place), "")
    if voucher.scope is Place.TILL:
        return found.tills.get(TillId(voucher.place), "")
    return viewer.words["vo_anywhere"]


def _lines(viewer: Seen, found: VoucherStory) -> list[dict[str, str]]:
    """Return what happened, each with its time, its reason and its details."""
    words, voucher = viewer.words, found.voucher
    told: list[tuple[UnixTime, str, str]] = [(voucher.issued_at, words["vo_s_bought"], "")]
    for it in found.redemptions:
        told += _taken(viewer, found, it)
    for said in found.decisions:
        word = _DECIDED.get(said.entry.action)
        if word is not None:
            name = said.by or words["au_console"]
            told.append((said.entry.at, words[word].format(name=name), said.entry.reason))
    if voucher.ended_at is not None and voucher.state is not VoucherState.REDEEMED:
        state = words[f"vos_{voucher.state.value}"]
        told.append((voucher.ended_at, words["vo_s_ended"].format(state=state), ""))
    elif voucher.state in ENDING:
        last = max(at for at, _, _ in told)
        state = words[f"vos_{voucher.state.value}"]
        told.append((last, words["vo_s_ended"].format(state=state), ""))
    order = sorted(range(len(told)), key=lambda at: (told[at][0], at))
    return [
        {"at": moment(told[at][0], viewer.language), "text": told[at][1], "more": told[at][2]}
        for at in order
    ]


def _taken(viewer: Seen, found: VoucherStory, it: Redemption) -> list[tuple[UnixTime, str, str]]:
    words = viewer.words
    text = words["vo_s_taken"].format(
        shop=found.shops.get(it.shop, str(it.shop)), till=found.tills.get(it.till, str(it.till))
    )
    more = [it.cashier] if it.cashier else []
    if it.value is not None:
        more.append(f"{money(it.value)}{_SPACE}₸")
    if it.lease is not None:
        more.append(words["vo_s_offline"])
    if it.state is RedemptionState.LOSS:
        more.append(words["vo_s_loss"])
    if it.accrual is not None:
        more.append(words["vo_s_receipt"])
    told = [(it.at, text, " · ".join(more))]
    if it.undone_at is not None and it.undone_by is not None:
        told.append((it.undone_at, words["vo_s_undone"], it.undone_by))
    return told
