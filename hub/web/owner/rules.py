"""The earning rules on the dashboard: those in force, those to come and those that are over."""

from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission, Scope
from hub.core.almaty import local, local_day
from hub.core.earning_rules import EarningRule
from hub.core.ids import PartnerId, RuleId
from hub.core.insights.periods import number_of, starts
from hub.core.ports.receipts import RuleRow
from hub.usecases import earning_rules as use
from hub.usecases.partners import list_partners
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.form import Form
from hub.web.owner.frame import RULES, away, owner, page, seen
from hub.web.owner.rewards import shop_names
from hub.web.owner.rule_words import rule_days, rule_lines, rule_title
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page

MOST_OVER: Final = 50
"""Rules that are over, on the page; all of them are in the CSV."""
_DONE: Final = frozenset({"kept", "ended", "away"})
_NAMES: Final = ("id", "kind", "name", "from", "until", "replaces", "says")


@owner.get("/rules")
@require_page(Permission.RULES_READ)
def show_rules() -> Response:
    """Show the rules of one partner."""
    return listed(partner_asked(request.args.get("partner", 0, type=int)))


@owner.get("/rules.csv")
@require_page(Permission.RULES_READ)
def csv_rules() -> Response:
    """Give all of them as a table."""
    viewer, partner = seen(), partner_asked(request.args.get("partner", 0, type=int))
    shops = shop_names(viewer)
    rows = (
        (it.rule.id, it.rule.kind.value, it.rule.name, _clock(it.rule.since),
         _clock(it.rule.until), it.replaces,
         " ".join(rule_lines(it.rule, shops, viewer.language)))
        for it in rows_of(viewer, partner)
    )  # fmt: skip
    return csv_file("earning-rules", _NAMES, rows)


@owner.post("/rules/<int:number>/end")
@require_page(Permission.RULES_EDIT)
def end_one_rule(number: int) -> Response:
    """End a rule after its last day, or now; one that has not begun is taken away."""
    require_own_page(the_claims())
    viewer = seen()
    partner = partner_asked(request.form.get("partner", 0, type=int))
    rule = next((it.rule for it in rows_of(viewer, partner) if it.rule.id == number), None)
    if rule is None:
        raise Refused(Refusal.NOT_FOUND, f"rule {number}")
    form, now = Form(viewer.language), viewer.hub.clock.now()
    last = form.day("last")
    if not form.good or (last is not None and last < local_day(now)):
        form.blame("last", viewer.words["e_wrong_until"])
        return listed(partner, wrong=(rule.id, form))
    until = now if last is None else starts(number_of(last) + 1)
    try:
        use.end_rule(the_hub(), the_actor(), rule.id, until)
    except use.WrongRule:
        form.blame("last", viewer.words["e_wrong_until"])
        return listed(partner, wrong=(rule.id, form))
    done = "away" if now < rule.since and until <= rule.since else "ended"
    return away(f"{RULES}?partner={partner}&done={done}")


def listed(partner: PartnerId, wrong: tuple[RuleId, Form] | None = None) -> Response:
    """Return the page of a partner's rules."""
    viewer = seen()
    now, shops = viewer.hub.clock.now(), shop_names(viewer)
    may = viewer.actor.may(Permission.RULES_EDIT, Scope(partner))
    groups: dict[str, list[dict[str, Any]]] = {"now": [], "later": [], "over": []}
    for row in rows_of(viewer, partner):
        it = row.rule
        form = wrong[1] if wrong is not None and wrong[0] == it.id else None
        groups[group_of(it, now)].append({
            "id": it.id,
            "title": rule_title(it, viewer.language),
            "kind": viewer.words[f"ez_kind_{it.kind.value}"],
            "lines": rule_lines(it, shops, viewer.language),
            "days": rule_days(it, now, viewer.language),
            "form": form,
        })  # fmt: skip
    groups["over"] = groups["over"][::-1][:MOST_OVER]
    done = request.args.get("done", "")
    return page(
        "rules",
        200 if wrong is None else 422,
        groups=[(it, viewer.words[f"ez_group_{it}"], rules) for it, rules in groups.items()],
        any_rule=any(groups.values()),
        several=len(groups["now"]) > 1,
        may=may,
        partner=partner,
        partners=_partners(viewer),
        today=local_day(now).isoformat(),
        done=viewer.words[f"ez_done_{done}"] if done in _DONE else None,
    )


def group_of(rule: EarningRule, now: UnixTime) -> str:
    """Return whether a rule is in force, still to come, or over."""
    if rule.until is not None and rule.until <= now:
        return "over"
    return "later" if rule.since > now else "now"


def rows_of(viewer: Seen, partner: PartnerId) -> list[RuleRow]:
    """Return all rules of a partner, the oldest first."""
    found: list[RuleRow] = []
    after = 0
    while more := use.list_rules(viewer.hub, viewer.actor, partner, after, LARGEST_PAGE):
        found += more
        after = more[-1].rule.id
    return found


def partner_asked(said: int) -> PartnerId:
    """Return whose rules are meant: the one named, else the first that somebody may see."""
    mine = the_actor().partners(Permission.RULES_READ)
    if said and (mine is None or said in mine):
        return PartnerId(said)
    if said:
        raise Refused(Refusal.FORBIDDEN, f"rules of partner {said}")
    if mine:
        return min(mine)
    known = list_partners(the_hub(), the_actor(), Page(limit=1))
    if not known:
        raise Refused(Refusal.NOT_FOUND, "no partner yet")
    return known[0].id


def _partners(viewer: Seen) -> list[tuple[int, str]]:
    """Return the partners to choose from; one alone is no choice."""
    mine = viewer.actor.partners(Permission.RULES_READ)
    if mine is not None and len(mine) < 2:
        return []
    found = list_partners(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
    return [(it.id, it.name) for it in found if mine is None or it.id in mine]


def _clock(time: UnixTime | None) -> str:
    return "" if time is None else f"{local(time):%Y-%m-%d %H:%M}"
