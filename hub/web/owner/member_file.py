"""What a member's page shows, ready for the template."""

from typing import Any, Final

from hub.core.consent import Consent
from hub.core.tiers import TierChange
from hub.usecases.members import RECENT, MemberFile, Personal
from hub.web.claim_sentences import money, reason_sentence, tier_name
from hub.web.owner.viewer import Seen
from hub.web.page_words import NAMES, day, moment, plain, points_of
from hub.web.review_notes import note_sentence

_MINUS: Final = "\N{MINUS SIGN}"
_SPACE: Final = "\N{NO-BREAK SPACE}"
_TONES: Final = {
    "confirmed": "good", "unconfirmed": "wait", "review": "wait", "reversed": "soft",
    "rejected": "stop", "done": "good", "waiting": "wait", "refused": "soft", "open": "wait",
    "approved": "good", "undone": "soft", "held": "good", "redeemed": "good",
}  # fmt: skip
"""How states look; the others are soft."""


def file_of(viewer: Seen, found: MemberFile) -> dict[str, Any]:
    """Return everything that a member's page shows."""
    words, spoken, line = viewer.words, viewer.language, found.line
    last = line.last_visit
    return {
        "id": line.id,
        "title": words["mb_number"].format(number=line.id),
        "called": line.first_name,
        "tier": tier_name(line.tier, spoken).capitalize(),
        "blocked": line.blocked and not line.erased,
        "erased": line.erased,
        "last": words["mb_never"]
        if last is None
        else words["mb_last"].format(time=moment(last, spoken)),
        "whole": found.personal is not None,
        "big": _big(viewer, found),
        "personal": None if found.personal is None else _personal(viewer, found.personal),
        "lots": _lots(viewer, found),
        "many_partners": len(found.partners) > 1,
        **_lists(viewer, found),
        "recent": words["mb_recent"].format(count=RECENT),
        "most": RECENT,
    }


def _lots(viewer: Seen, found: MemberFile) -> list[dict[str, Any]]:
    """Return the points by the day until which they are good."""
    words, spoken = viewer.words, viewer.language
    return [
        {
            "points": points_of(it.remaining, spoken),
            "until": words["mb_until"].format(time=day(it.expires_at, spoken, year=True)),
            "partner": found.partners.get(it.partner, ""),
            "waits": not it.confirmed,
        }
        for it in found.lots
    ]


def _lists(viewer: Seen, found: MemberFile) -> dict[str, list[dict[str, Any]]]:
    """Return what happened, the newest of each kind."""
    return {
        "movements": _movements(viewer, found),
        "claims": _claims(viewer, found),
        "vouchers": _vouchers(viewer, found),
        "reviews": _reviews(viewer, found),
        "adjustments": _adjustments(viewer, found),
    }


def _movements(viewer: Seen, found: MemberFile) -> list[dict[str, Any]]:
    """Return what came and went."""
    spoken = viewer.language
    return [
        {
            "points": signed(it.points, spoken),
            "tone": "good" if it.points > 0 else "",
            "why": reason_sentence(it.reason, it.reference, spoken),
            "partner": it.partner_name,
            "at": moment(it.at, spoken),
        }
        for it in found.movements
    ]


def _claims(viewer: Seen, found: MemberFile) -> list[dict[str, Any]]:
    """Return receipts that gave points."""
    words, spoken = viewer.words, viewer.language
    return [
        {
            "shop": shop,
            "total": f"{money(it.total)}{_SPACE}₸",
            "points": points_of(it.left, spoken),
            "state": words[f"mbc_{it.state.value}"],
            "tone": _tone(it.state.value),
            "at": moment(it.claimed_at, spoken),
        }
        for it, shop in found.claims
    ]


def _vouchers(viewer: Seen, found: MemberFile) -> list[dict[str, Any]]:
    """Return vouchers."""
    words, spoken = viewer.words, viewer.language
    return [
        {
            "id": it.voucher.id,
            "name": words["vo_number"].format(number=it.voucher.id),
            "points": points_of(it.voucher.points, spoken),
            "state": words[f"vos_{it.voucher.state.value}"],
            "tone": _tone(it.voucher.state.value),
            "at": moment(it.voucher.issued_at, spoken),
        }
        for it in found.vouchers
    ]


def _reviews(viewer: Seen, found: MemberFile) -> list[dict[str, Any]]:
    """Return what was looked at, and what came of it."""
    words, spoken = viewer.words, viewer.language
    return [
        {
            "title": words[f"k_{it.review.kind.value}"],
            "state": words[f"r_{it.state.value}"],
            "tone": _tone(it.state.value),
            "at": moment(it.opened_at, spoken),
            "href": f"/owner/reviews?state={it.state.value}",
            "note": note_sentence(it.note, spoken),
        }
        for it in found.reviews
    ]


def _adjustments(viewer: Seen, found: MemberFile) -> list[dict[str, Any]]:
    """Return what staff changed by hand."""
    words, spoken = viewer.words, viewer.language
    return [
        {
            "points": signed(it.points, spoken),
            "state": words[f"mba_{it.state.value}"],
            "tone": _tone(it.state.value),
            "reason": it.reason,
            "at": moment(it.asked_at, spoken),
        }
        for it in found.adjustments
    ]


def signed(points: int, language: str) -> str:
    """Return points that came or went: `+5 баллов`, `−5 баллов`."""
    sign = _MINUS if points < 0 else "+"
    return f"{sign}{points_of(abs(points), language)}"


def _tone(state: str) -> str:
    return _TONES.get(state, "soft")


def _big(viewer: Seen, found: MemberFile) -> dict[str, str]:
    """Return the number that stands largest: all that can be spent, or what came from here."""
    personal, words = found.personal, viewer.words
    if personal is None:
        return {"label": words["mb_points_here"], "value": plain(found.line.points)}
    return {"label": words["mb_spendable"], "value": plain(personal.balances.spendable)}


def _personal(viewer: Seen, found: Personal) -> dict[str, Any]:
    words, spoken, has = viewer.words, viewer.language, found.balances
    progress, member = found.tier.progress, found.member
    facts = [
        (words["mb_confirmed"], plain(has.confirmed)),
        (words["mb_unconfirmed"], plain(has.unconfirmed)),
        (words["mb_held"], plain(has.held)),
        (words["mb_chain"], plain(has.chain)),
    ]
    tier = [(words["mb_spent"], f"{money(progress.spend)}{_SPACE}₸")]
    if progress.next_tier is not None:
        name = tier_name(progress.next_tier, spoken)
        tier.append((words["mb_to_next"], f"{name}: {money(progress.remaining)}{_SPACE}₸"))
    if progress.lost_at is not None:
        left = f"{money(progress.needed_to_keep)}{_SPACE}₸"
        until = words["mb_until"].format(time=day(progress.lost_at, spoken))
        tier.append((words["mb_tier_kept"], f"{left}, {until}"))
    return {
        "facts": facts,
        "tier": tier,
        "changes": [_change(viewer, it) for it in found.tier_changes],
        "about": [
            (words["mb_since"], day(member.created_at, spoken, year=True)),
            (words["mb_speaks"], NAMES[member.language]),
            (words["mb_consent"], _consent(viewer, found.consents)),
            (words["mb_wallet"], member.wallet or words["mb_no_wallet"]),
        ],
        "works": member.staff_of is not None,
        "moves": [
            {
                "points": points_of(it.move.points, spoken),
                "state": words[
                    "mbm_claimed" if it.claimed
                    else "mbm_pending" if it.move.epoch is None
                    else "mbm_stated"
                ],
                "at": moment(it.move.asked_at, spoken),
            }
            for it in found.moves
        ] + [
            {"points": points_of(it.points, spoken), "state": words["mb_came_back"],
             "at": moment(it.at, spoken)}
            for it in found.returns
        ],
    }  # fmt: skip


def _change(viewer: Seen, it: TierChange) -> dict[str, str]:
    spoken = viewer.language
    return {
        "text": f"{tier_name(it.before, spoken)} → {tier_name(it.after, spoken)}"
        if it.before is not it.after
        else tier_name(it.after, spoken),
        "why": viewer.words[f"mbt_{it.reason.value}"],
        "at": moment(it.at, spoken),
    }


def _consent(viewer: Seen, consents: list[Consent]) -> str:
    words = viewer.words
    if not consents:
        return words["mb_consent_none"]
    last = max(consents, key=lambda it: it.at)
    time = day(last.at, viewer.language, year=True)
    if last.given:
        return words["mb_consent_yes"].format(time=time, version=last.version)
    return words["mb_consent_no"].format(time=time)
