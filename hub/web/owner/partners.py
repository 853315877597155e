"""Partners on the dashboard: who takes part, what each turned over, what is owed between them."""

from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.people import PartnerState
from hub.core.access.roles import Permission
from hub.core.ids import PartnerId
from hub.core.insights.periods import Period, day_of, month_of, month_starts_on, problems
from hub.core.insights.tiles import Unit
from hub.core.netting import Debt
from hub.core.reasons import SHORTEST_REASON
from hub.usecases.partner_books import Books, PartnerBook, open_book, open_books
from hub.usecases.partners import invite_partner
from hub.web.claim_sentences import tier_name
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner import asked
from hub.web.owner.figures import days, shown
from hub.web.owner.form import Form
from hub.web.owner.frame import PARTNERS, away, owner, page, seen
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import PATH, require_own_page
from hub.web.page_words import day, points_of

TONES: Final = {
    PartnerState.PENDING: "wait", PartnerState.ACTIVE: "good", PartnerState.SUSPENDED: "stop",
}  # fmt: skip
JOIN: Final = f"{PATH}/join"
_HEAD: Final = (
    "partner", "name", "state", "tier", "turnover_tiyn", "points_issued", "points_taken_back",
    "points_redeemed", "rate_basis_points", "commission_points", "owes_points", "owed_points",
)  # fmt: skip
_DEBTS: Final = ("debtor", "debtor_name", "creditor", "creditor_name", "points", "tiyn")


@owner.get("/partners")
@require_page(Permission.LEDGER_READ)
def show_partners() -> Response:
    """Show all partners that somebody may see; who has one only goes to its page."""
    return _listed()


@owner.get("/partners.csv")
@require_page(Permission.LEDGER_READ)
def csv_partners() -> Response:
    """Give the partners' figures as a table."""
    viewer = seen()
    found = open_books(viewer.hub, viewer.actor, period_asked(viewer))
    return csv_file("partners", _HEAD, (_row(it) for it in found.partners))


@owner.get("/partners/debts.csv")
@require_page(Permission.LEDGER_READ)
def csv_debts() -> Response:
    """Give what is owed between partners as a table: of all, or of one."""
    viewer, partner = seen(), asked.number("partner")
    period = period_asked(viewer)
    if partner is None:
        found = open_books(viewer.hub, viewer.actor, period)
    else:
        found = open_book(viewer.hub, viewer.actor, PartnerId(partner), period)
    rows = (
        (it.debtor, found.names.get(it.debtor), it.creditor, found.names.get(it.creditor),
         it.points, it.points * found.point_value)
        for it in found.debts
    )  # fmt: skip
    return csv_file("debts", _DEBTS, rows)


@owner.post("/partners/invitation")
@require_page(Permission.PARTNERS_APPROVE)
def invite_to_register() -> Response:
    """Make a code with which somebody may register a partner, and show it once."""
    require_own_page(the_claims())
    return _listed(code=invite_partner(the_hub(), the_actor()))


def reason_of(form: Form, viewer: Seen) -> str:
    """Return why somebody does it, or blame the field."""
    reason = form.text("reason", LONGEST_REASON)
    if reason and len(reason) < SHORTEST_REASON:
        form.blame("reason", viewer.words["mb_reason_short"])
    return reason


def period_asked(viewer: Seen) -> Period:
    """Return the days of the address; from the first of this month where it names none."""
    today = day_of(viewer.hub.clock.now())
    since, until = asked.days()
    last = today if until is None else day_of(until) - 1
    first = month_starts_on(month_of(last)) if since is None else day_of(since)
    if problems(first, last):
        raise Refused(Refusal.VALIDATION, "no period")
    return Period(first, last)


def facts_of(viewer: Seen, it: PartnerBook) -> dict[str, Any]:
    """Return one partner as its row and its page show it."""
    words, language, partner = viewer.words, viewer.language, it.partner
    return {
        "id": partner.id,
        "name": partner.name,
        "state": words[f"pa_{partner.state.value}"],
        "tone": TONES[partner.state],
        "tier": tier_name(partner.tier, language),
        "medal": partner.tier.value,
        "since": words["pa_since"].format(day=day(partner.created_at, language, year=True)),
        "turnover": shown(it.counts.total - it.counts.returned, Unit.TIYN, language),
        "issued": shown(it.moved.issued - it.moved.taken_back, Unit.POINTS, language),
        "redeemed": shown(it.counts.redeemed_points, Unit.POINTS, language),
        "commission": shown(it.commission, Unit.POINTS, language),
        "rate": shown(it.rate, Unit.SHARE, language),
        "owes": shown(it.owes, Unit.POINTS, language),
        "owed": shown(it.owed, Unit.POINTS, language),
    }


def debt_lines(viewer: Seen, found: Books) -> list[dict[str, Any]]:
    """Return what is owed between partners, by name."""

    def name(partner: PartnerId) -> str:
        return found.names.get(partner) or viewer.words["st_somewhere"].format(number=partner)

    def line(it: Debt) -> dict[str, Any]:
        return {
            "debtor": name(it.debtor),
            "creditor": name(it.creditor),
            "points": points_of(it.points, viewer.language),
            "sum": shown(it.points * found.point_value, Unit.TIYN, viewer.language),
        }

    return [line(it) for it in found.debts]


def days_of(viewer: Seen, period: Period) -> dict[str, str]:
    """Return the days of a page: in words, and as its form and its links have them."""
    kept = {it: asked.text(it) for it in ("since", "until") if asked.text(it)}
    return {"words": days(period, viewer.language, year=True), **kept}


def _listed(code: str | None = None) -> Response:
    viewer = seen()
    period = period_asked(viewer)
    found = open_books(viewer.hub, viewer.actor, period)
    decides = viewer.actor.may(Permission.PARTNERS_APPROVE)
    if len(found.partners) == 1 and not viewer.actor.may(Permission.LEDGER_READ):
        return away(f"{PARTNERS}/{found.partners[0].partner.id}")
    return page(
        "partners", items=[facts_of(viewer, it) for it in found.partners],
        waiting=[
            facts_of(viewer, it) for it in found.partners
            if decides and it.partner.state is PartnerState.PENDING
        ],
        debts=debt_lines(viewer, found), decides=decides, code=code,
        days=days_of(viewer, period), csv=asked.address(), longest=LONGEST_REASON,
        join=f"{request.host_url.rstrip('/')}{JOIN}",
    )  # fmt: skip


def _row(it: PartnerBook) -> tuple[object, ...]:
    partner = it.partner
    return (
        partner.id, partner.name, partner.state, partner.tier,
        it.counts.total - it.counts.returned, it.moved.issued, it.moved.taken_back,
        it.counts.redeemed_points, it.rate, it.commission, it.owes, it.owed,
    )  # fmt: skip
