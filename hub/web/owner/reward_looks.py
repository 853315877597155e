"""How a draft of a reward looks to a member and to a cashier, and what its dry run says."""

from typing import Any

from flask import render_template
from markupsafe import Markup

from contracts.wire.units import Points
from hub.core.insights.tiles import Unit
from hub.core.rewards.catalogue import least_price
from hub.core.rewards.trying import DryRun
from hub.usecases.catalogue import LookedAt
from hub.usecases.reward_trials import Trial
from hub.web.app_goods import reward_facts, reward_page
from hub.web.app_words import words_in as app_words
from hub.web.look import look_url
from hub.web.owner.figures import NONE, days, shown
from hub.web.owner.texts import words_in
from hub.web.owner.viewer import Seen
from hub.web.page_words import plain, points_of, span


def preview_facts(looked: LookedAt, spoken: str) -> dict[str, Any]:
    """Return what the preview shows in one language: the app's own card and page, and the till."""
    draft = looked.seen.reward.now.draft
    plenty = Points(max(least_price(draft), draft.price))
    shared = {"w": app_words(spoken), "lang": spoken, "look": look_url}
    page = render_template("app/reward.html", **shared, **reward_page(looked, spoken, plenty))
    card = render_template("owner/card.html", **shared, it=reward_facts(looked.seen, spoken))
    value = draft.value
    return {
        "spoken": spoken,
        "card": Markup(card),  # noqa: S704 - rendered by our own template, which escapes
        "page": Markup(page),  # noqa: S704 - as above
        "title": getattr(draft.texts.title, spoken),
        "asks": words_in(spoken)["o_till_asks"],
        "took": words_in(spoken)["o_till_took"],
        "ring_up": getattr(draft.texts.ring_up, spoken),
        "value": None if value is None else shown(value, Unit.TIYN, spoken),
    }


def trial_facts(viewer: Seen, trial: Trial) -> dict[str, Any]:
    """Return what the dry run shows."""
    w, spoken, run = viewer.words, viewer.language, trial.run
    period = w["o_run_days"].format(days=days(trial.days, spoken))
    return {
        "days": period if trial.whole else f"{period} {w['o_run_part']}",
        "tiles": _tiles(viewer, run),
        "kept_out": [(w[f"oz_out_{code.value}"], plain(count)) for code, count in run.kept_out],
        "held": [
            (
                w["o_held_one"].format(
                    number=frozen.version,
                    title=getattr(frozen.draft.texts.title, spoken),
                    price=points_of(frozen.draft.price, spoken),
                ),
                w["o_vouchers"].format(count=plain(count)),
            )
            for frozen, count in trial.held
        ],
        "changes": ", ".join(w[f"oz_field_{it}"] for it in trial.changes) or w["o_no_changes"],
        "reckoning": w["o_reckoning"].format(average=_money(trial.average, spoken)),
    }


def _tiles(viewer: Seen, run: DryRun) -> list[tuple[str, str, str]]:
    """Return the numbers: name, value, what it means."""
    w, spoken = viewer.words, viewer.language
    able = w["o_able_of"].format(all=plain(run.guests))
    found = [(w["o_able"], plain(run.able), able)]
    if run.worth is None:
        found.append((w["o_margin"], NONE, w["o_unknown_worth"]))
    else:
        paid, worth = _money(run.paid, spoken), _money(run.worth, spoken)
        said = w["o_one_text"].format(paid=paid, worth=worth)
        if run.covered is not None:
            said += f"; {w['o_covered'].format(share=shown(run.covered, Unit.SHARE, spoken))}"
        found.append((w["o_margin"], _money(run.margin, spoken), f"{said}."))
    cost = _money(run.cost(run.most), spoken)
    found.append((w["o_at_most"], plain(run.most),
                  w["o_at_most_text"].format(cost=cost)))  # fmt: skip
    found.append((w["o_pace"], *_pace(viewer, run)))
    if run.lasts is not None:
        found.append((w["o_lasts"], span(run.lasts * 24 * 3600, spoken), ""))
    return found


def _pace(viewer: Seen, run: DryRun) -> tuple[str, str]:
    w, spoken = viewer.words, viewer.language
    if run.pace is None:
        return NONE, w["o_pace_none"]
    said = w["o_pace_others"] if run.paced_by_others else w["o_pace_own"]
    cost = _money(run.cost(run.pace), spoken)
    return plain(run.pace), said.format(cost=cost)


def _money(tiyn: int | None, spoken: str) -> str:
    return shown(tiyn, Unit.TIYN, spoken)
