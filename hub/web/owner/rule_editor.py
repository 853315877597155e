"""The form of an earning rule: tried on last month's receipts first, then put in force."""

from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import LARGEST_PAGE, Page, State
from hub.core.access.roles import Permission, Scope
from hub.core.earning_rules import CapKind, EarningRule, RuleKind
from hub.core.earning_trials import Effect, Simulated
from hub.core.ids import PartnerId, RuleId
from hub.core.insights.tiles import Unit, share
from hub.core.tiers import Tier
from hub.usecases import earning_rules as use
from hub.usecases.rule_trials import RuleTrial, try_rule
from hub.usecases.shops import list_shops
from hub.web.claim_sentences import step_sentence, tier_name
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.figures import changed, shown
from hub.web.owner.form import Form
from hub.web.owner.frame import RULES, away, owner, page, seen
from hub.web.owner.rewards import shop_names
from hub.web.owner.rule_form import Frame, fingerprint, fresh, rows_in, rule_in, shown_in, tell
from hub.web.owner.rule_words import rule_lines, rule_title
from hub.web.owner.rules import group_of, partner_asked, rows_of
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import day, moment, plain

_WRONG: Final = 422


@owner.get("/rules/new")
@require_page(Permission.RULES_EDIT)
def new_rule() -> Response:
    """Show an empty form, or one that says what the rule said that this one is to follow."""
    viewer, frame, before = _asked(request.args.get("partner", 0, type=int),
                                   request.args.get("instead", 0, type=int))  # fmt: skip
    if _is_over(frame, before):
        return away(f"{RULES}?partner={frame.partner}")
    fields = fresh(frame.now) if before is None else shown_in(before, frame.now)
    return _shown(viewer, frame, Form(viewer.language, fields), before)


@owner.post("/rules/new")
@require_page(Permission.RULES_EDIT)
def try_or_keep_rule() -> Response:
    """Try a rule out, or put the one in force that was tried."""
    require_own_page(the_claims())
    viewer, frame, before = _asked(request.form.get("partner", 0, type=int),
                                   request.form.get("instead", 0, type=int))  # fmt: skip
    if _is_over(frame, before):
        return away(f"{RULES}?partner={frame.partner}")
    form = Form(viewer.language)
    draft = rule_in(form, viewer.words, frame)
    if draft is None:
        return _shown(viewer, frame, form, before)
    keeps = request.form.get("act") == "keep"
    if keeps and form.values.get("tried") == fingerprint(draft):
        return _kept(viewer, frame, form, draft) or _shown(viewer, frame, form, before, draft)
    return _shown(viewer, frame, form, before, draft, is_other=keeps)


def _kept(viewer: Seen, frame: Frame, form: Form, draft: EarningRule) -> Response | None:
    """Put a rule in force; None when it may not be, which is told."""
    together = form.ticked("together")
    try:
        if frame.instead:
            use.replace_rule(the_hub(), the_actor(), frame.instead, draft, together=together)
        else:
            use.add_rule(the_hub(), the_actor(), draft, together=together)
    except use.WrongRule as wrong:
        for problem in wrong.problems:
            tell(form, problem, viewer.words)
        return None
    except Refused as refused:
        if refused.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
            raise
        form.blame_refused(refused)
        return None
    return away(f"{RULES}?partner={frame.partner}&done=kept")


def _asked(partner: int, instead: int) -> tuple[Seen, Frame, EarningRule | None]:
    """Return who asks, what the rule hangs on, and the one that it is to follow."""
    viewer = seen()
    whose = partner_asked(partner)
    viewer.actor.require(Permission.RULES_EDIT, Scope(whose))
    now = viewer.hub.clock.now()
    before = None
    if instead:
        rules = {it.rule.id: it.rule for it in rows_of(viewer, whose)}
        before = rules.get(RuleId(instead))
        if before is None:
            raise Refused(Refusal.NOT_FOUND, f"rule {instead}")
    return viewer, Frame(whose, RuleId(instead), now), before


def _is_over(frame: Frame, before: EarningRule | None) -> bool:
    """Whether the rule to follow has ended: by a second press of the same button, most likely."""
    return before is not None and group_of(before, frame.now) == "over"


def _shown(
    viewer: Seen,
    frame: Frame,
    form: Form,
    before: EarningRule | None,
    draft: EarningRule | None = None,
    *,
    is_other: bool = False,
) -> Response:
    """Return the page of the form; with a rule in it, what last month would have been."""
    w, spoken = viewer.words, viewer.language
    shops = shop_names(viewer)
    facts: dict[str, Any] = {}
    if draft is not None:
        facts = {
            "tried": fingerprint(draft),
            "lines": rule_lines(draft, shops, spoken),
            "sim": _simulated(viewer, try_rule(viewer.hub, viewer.actor, draft), shops),
        }
    return page(
        "rule",
        200 if form.good else _WRONG,
        form=form,
        partner=frame.partner,
        instead=frame.instead,
        before=None if before is None else rule_title(before, spoken),
        kinds=[(it.value, w[f"ez_kind_{it.value}"]) for it in RuleKind],
        tiers=[(it.value, w["e_rate"].format(tier=tier_name(it, spoken))) for it in Tier],
        caps=[(f"cap_{it.value}", w[f"ez_of_{it.value}"]) for it in CapKind],
        shops=_shops(viewer, frame.partner, form),
        weekdays=list(enumerate(w["ez_days"].split(), 1)),
        rows=rows_in(form),
        is_other=is_other,
        **facts,
    )


def _simulated(viewer: Seen, trial: RuleTrial, shops: dict[int, str]) -> dict[str, Any]:
    """Return what the page says of a simulation."""
    w, spoken, effect = viewer.words, viewer.language, trial.effect
    lead = w["e_sim_none"]
    if effect.since is not None:
        lead = w["e_sim_lead"].format(
            day=day(effect.since, spoken), count=plain(effect.printed.receipts)
        )
        lead += "" if trial.whole else f" {w['e_sim_part']}"
    return {
        "lead": lead,
        "any": effect.since is not None,
        "tiles": _tiles(viewer, trial),
        "shops": [
            (shops.get(shop, str(shop)), plain(it.before), plain(it.after), _growth(it, spoken))
            for shop, it in effect.shops
        ],
        "examples": [_example(viewer, it, shops) for it in effect.examples],
        "beside": w["e_beside"].format(
            names=", ".join(f"«{rule_title(it, spoken)}»" for it in trial.beside)
        )
        if trial.beside
        else None,
    }


def _tiles(viewer: Seen, trial: RuleTrial) -> list[tuple[str, str, str]]:
    """Return the numbers: name, value with the rule, value now."""
    w, spoken, it, every = viewer.words, viewer.language, trial.effect.claimed, trial.effect.printed
    value = trial.point_value

    def was(text: str) -> str:
        return w["e_sim_was"].format(before=text)

    def cost(points: int) -> str:
        return shown(points * value, Unit.TIYN, spoken)

    def part(points: int) -> str:
        return shown(share(points * value, it.money), Unit.SHARE, spoken)

    growth = _growth(it, spoken)
    given = f"{was(plain(it.before))}, {growth}" if growth else was(plain(it.before))
    return [
        (w["e_sim_given"], plain(it.after), given),
        (w["e_sim_cost"], cost(it.after), was(cost(it.before))),
        (w["e_sim_share"], part(it.after), was(part(it.before))),
        (
            w["e_sim_touched"],
            shown(share(it.touched, it.receipts), Unit.SHARE, spoken),
            w["e_sim_touched_of"].format(count=plain(it.touched), all=plain(it.receipts)),
        ),
        (w["e_sim_all"], cost(every.after), was(cost(every.before))),
    ]


def _growth(it: Effect, spoken: str) -> str:
    grown = share(it.after - it.before, it.before) if it.before else None
    return changed(grown, spoken) if grown else ""


def _example(viewer: Seen, it: Simulated, shops: dict[int, str]) -> dict[str, Any]:
    spoken = viewer.language
    return {
        "when": moment(it.facts.printed_at, spoken),
        "shop": shops.get(it.facts.shop, str(it.facts.shop)),
        "total": shown(it.facts.total, Unit.TIYN, spoken),
        "before": plain(it.before),
        "after": plain(it.after),
        "rises": it.after > it.before,
        "falls": it.after < it.before,
        "claimed": it.posted is not None,
        "why": [step_sentence(step, spoken) for step in it.then.why],
    }


def _shops(viewer: Seen, partner: PartnerId, form: Form) -> list[tuple[int, str]]:
    """Return the shops to choose from; a closed one stays while it is ticked."""
    found = list_shops(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE), partner)
    return [
        (it.id, it.name) for it in found if it.state is State.ACTIVE or form.ticked(f"shop_{it.id}")
    ]
