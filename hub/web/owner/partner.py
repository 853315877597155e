"""One partner's page: its tier and how that came about, its figures, its own debts, its share."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from flask import Response

from contracts.ton.claim_bodies import CLAIM_SHARE
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.people import Page, PartnerState
from hub.core.access.roles import Permission
from hub.core.ids import PartnerId
from hub.core.insights.periods import number_of, starts
from hub.core.insights.tiles import Unit
from hub.core.ports.tiers import TierOf
from hub.core.settlement.deployment import Contract
from hub.core.tiers import Tier, TierChange
from hub.usecases.partner_books import open_book
from hub.usecases.partners import decide_partner
from hub.usecases.share_claims import share_of
from hub.usecases.tiers import Shown, give_tier, show_tier, tier_history
from hub.web.chain_replies import message_reply
from hub.web.claim_sentences import tier_name
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner import asked
from hub.web.owner.done import done_here
from hub.web.owner.figures import shown
from hub.web.owner.form import Form
from hub.web.owner.frame import PARTNERS, away, owner, page, seen
from hub.web.owner.partners import days_of, debt_lines, facts_of, period_asked, reason_of
from hub.web.owner.table import csv_file
from hub.web.owner.tons import shown_address, ton
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import day, moment, span
from hub.web.problems import STATUS_OF
from hub.web.surroundings import surroundings

DONE: Final = {
    "active": "pa_done_active", "suspended": "pa_done_suspended", "tier": "pa_done_tier",
}  # fmt: skip
_SHOWN: Final = 12
"""Changes of a tier on the page; the table has all of them."""
_HISTORY: Final = ("at", "before", "after", "turnover_tiyn", "reason")
_WIDTH: Final = 100


@owner.get("/partners/<int:number>")
@require_page(Permission.LEDGER_READ)
def show_partner_page(number: int) -> Response:
    """Show one partner to its owner, or to the operator."""
    return _shown(PartnerId(number))


@owner.get("/partners/<int:number>/tiers.csv")
@require_page(Permission.LEDGER_READ)
def csv_tier_history(number: int) -> Response:
    """Give how a partner's tier came about as a table."""
    rows = (
        (it.at, it.before, it.after, it.spend, it.reason) for it in _all_changes(PartnerId(number))
    )
    return csv_file(f"partner-{number}-tiers", _HISTORY, rows)


@owner.post("/partners/<int:number>/state")
@require_page(Permission.PARTNERS_APPROVE)
def set_partner_state(number: int) -> Response:
    """Let a partner in, or suspend it; why goes into the log."""
    require_own_page(the_claims())
    viewer, partner = seen(), PartnerId(number)
    form = Form(viewer.language)
    state = form.choice("state", (PartnerState.ACTIVE.value, PartnerState.SUSPENDED.value))
    actor = replace(viewer.actor, reason=reason_of(form, viewer))
    if not form.good:
        return _shown(partner, form, 422)
    decide_partner(viewer.hub, actor, partner, PartnerState(state))
    return away(f"{PARTNERS}/{number}?done={state}")


@owner.post("/partners/<int:number>/tier")
@require_page(Permission.PARTNERS_APPROVE)
def give_partner_tier(number: int) -> Response:
    """Give a partner a tier that is not lost before a day."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    tier, until = form.choice("tier", tuple(it.value for it in Tier)), form.day("until")
    reason = reason_of(form, viewer)
    if until is None:
        form.blame("until", viewer.words["pa_give_day"])
    if not form.good or until is None:
        return _shown(PartnerId(number), form, 422)
    try:
        actor, ends = replace(viewer.actor, reason=reason), starts(number_of(until) + 1)
        give_tier(viewer.hub, actor, TierOf.PARTNER, number, Tier(tier), ends)
    except Refused as refused:
        if refused.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
            raise
        if refused.refusal is Refusal.VALIDATION:
            form.blame("until", viewer.words["pa_give_day"])
        else:
            form.blame_refused(refused)
        return _shown(PartnerId(number), form, STATUS_OF[refused.refusal])
    return away(f"{PARTNERS}/{number}?done=tier")


def _shown(partner: PartnerId, form: Form | None = None, status: int = 200) -> Response:
    viewer = seen()
    period = period_asked(viewer)
    found = open_book(viewer.hub, viewer.actor, partner, period)
    [book] = found.partners
    whole = viewer.actor.may(Permission.LEDGER_READ)
    return page(
        "partner", status, it=facts_of(viewer, book), debts=debt_lines(viewer, found),
        tier=_tier(viewer, partner), share=_share(viewer, partner),
        decides=viewer.actor.may(Permission.PARTNERS_APPROVE), whole=whole,
        is_in=book.partner.state is PartnerState.ACTIVE, form=form,
        tiers=[(tier.value, tier_name(tier, viewer.language)) for tier in Tier],
        days=days_of(viewer, period), csv=asked.address(partner=partner),
        longest=LONGEST_REASON, done=done_here(viewer.words, DONE),
        sees_log=viewer.actor.may(Permission.AUDIT_READ),
    )  # fmt: skip


def _tier(viewer: Seen, partner: PartnerId) -> dict[str, Any]:
    """Return where a partner stands, how far the next tier is, and what led here."""
    found = show_tier(viewer.hub, viewer.actor, TierOf.PARTNER, partner)
    changes = tier_history(viewer.hub, viewer.actor, TierOf.PARTNER, partner, Page(0, _SHOWN))
    words, language, way = viewer.words, viewer.language, found.progress
    spent = words["pa_tier_spend"].format(
        span=span(found.ladder.window, language), sum=shown(way.spend, Unit.TIYN, language)
    )
    given = found.standing.given_until
    now = viewer.hub.clock.now()
    return {
        "name": tier_name(way.tier, language),
        "medal": way.tier.value,
        "spend": spent,
        "next": _next(viewer, found),
        "part": _part(found),
        "risk": None if way.lost_at is None else words["pa_tier_risk"].format(
            day=day(way.lost_at, language),
            sum=shown(way.needed_to_keep, Unit.TIYN, language)),
        "given": None if given is None or given <= now else words["pa_tier_given"].format(
            day=day(given, language, year=True)),
        "changes": [_change(viewer, it) for _, it in changes],
    }  # fmt: skip


def _next(viewer: Seen, found: Shown) -> str:
    way = found.progress
    if way.next_tier is None:
        return viewer.words["pa_tier_top"]
    return viewer.words["pa_tier_next"].format(
        tier=tier_name(way.next_tier, viewer.language),
        sum=shown(way.remaining, Unit.TIYN, viewer.language),
    )


def _part(found: Shown) -> int:
    """Return how much of the way to the next tier is behind, of a bar's width."""
    way = found.progress
    if way.next_tier is None:
        return _WIDTH
    return min(_WIDTH, way.spend * _WIDTH // found.ladder.threshold(way.next_tier))


def _change(viewer: Seen, it: TierChange) -> dict[str, str]:
    name, language = tier_name(it.after, viewer.language), viewer.language
    return {
        "text": f"{viewer.words[f'pa_why_{it.reason.value}']}: {name}",
        "at": moment(it.at, language),
        "spend": shown(it.spend, Unit.TIYN, language),
    }


def _share(viewer: Seen, partner: PartnerId) -> dict[str, Any]:
    """Return what RevenueDistribution owes a partner and how he takes it; why not, where not."""
    deployment, words, language = surroundings().chain, viewer.words, viewer.language
    if deployment is None:
        return {"text": words["pa_share_no_chain"]}
    found = share_of(viewer.hub, viewer.actor, partner)
    if found.rate == 0 and not found.stated and not found.waiting:
        return {"text": words["pa_share_off"]}
    wallet = None if found.wallet is None else shown_address(deployment, found.wallet)
    facts = {
        "facts": [
            (words["pa_share_rate"], ton(found.rate, language)),
            (words["pa_share_stated"], ton(found.stated, language)),
            (words["pa_share_waiting"], ton(found.waiting, language)),
        ],
        "wallet": wallet,
        "text": words["pa_share_no_wallet"] if wallet is None else words["pa_share_none"],
    }
    if found.claim is None:
        return facts
    message = message_reply(deployment, Contract.REVENUE, CLAIM_SHARE, found.claim)
    payload = message.payload.replace("+", "-").replace("/", "_")
    place = f"ton://transfer/{message.address}?amount={message.amount}&bin={payload}"
    how = words["pa_share_how"].format(amount=ton(int(message.amount), language))
    return {**facts, "text": how, "link": place}


def _all_changes(partner: PartnerId) -> Iterator[TierChange]:
    hub, actor, after = the_hub(), the_actor(), 0
    while found := tier_history(hub, actor, TierOf.PARTNER, partner, Page(after, 100)):
        yield from (it for _, it in found)
        after = found[-1][0]
