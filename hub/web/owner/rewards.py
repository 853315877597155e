"""The rewards on the dashboard: what there is, how it does, and putting it before the members."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import LARGEST_PAGE, Page, PartnerState
from hub.core.access.roles import Permission, Scope
from hub.core.almaty import local_day
from hub.core.ids import PartnerId, RewardId
from hub.core.insights.figures import RewardRow, Where
from hub.core.insights.periods import Period, day_of
from hub.core.rewards.catalogue import Reward, RewardState
from hub.core.rewards.texts import LONGEST_TITLE
from hub.core.rewards.trying import DAYS
from hub.core.tiers import Tier
from hub.usecases import rewards as use
from hub.usecases.catalogue import OfferedReward
from hub.usecases.insights import REWARDS_MOST, list_top_rewards
from hub.usecases.partners import list_partners
from hub.usecases.shops import list_shops
from hub.web.app_goods import reward_facts
from hub.web.claim_sentences import tier_name
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.frame import REWARDS, away, owner, page, seen
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen, home_of
from hub.web.page_session import require_own_page
from hub.web.page_words import day, plain

ROWS: Final = 24
"""Rewards on one page: a catalogue of one partner is mostly shorter."""
_ALL: Final = ""
_STATES: Final = (_ALL, *(it.value for it in RewardState))
_NAMES: Final = (
    "id", "partner", "state", "kind", "title_kk", "title_ru", "title_en", "price", "value",
    "percent", "stock", "limit", "tier", "valid_from", "valid_until", "shops", "taken_30_days",
    "version",
)  # fmt: skip


@owner.get("/rewards")
@require_page(Permission.REWARDS_READ)
def show_rewards() -> Response:
    """Show a page of the rewards."""
    viewer, state, after = seen(), _state(), _after()
    wanted = " ".join(request.args.get("q", "").split())[:LONGEST_TITLE]
    found = _found(viewer, state, after, ROWS)
    if wanted:
        found = [it for it in _all(viewer, state) if _is_called(it, wanted)][:LARGEST_PAGE]
    shops, taken = shop_names(viewer), _taken(viewer)
    names = partner_names(viewer) if len({it.partner for it in found}) > 1 else {}
    return page(
        "rewards",
        items=[_card(viewer, it, shops, taken) | {"partner": names.get(it.partner)}
               for it in found],
        state=state,
        states=[(it, viewer.words[f"oz_{it or 'all'}"]) for it in _STATES],
        wanted=wanted,
        more=found[-1].id if len(found) == ROWS and not wanted else None,
        makes=bool(editable(viewer)),
    )  # fmt: skip


@owner.get("/rewards.csv")
@require_page(Permission.REWARDS_READ)
def csv_rewards() -> Response:
    """Give all of them as a table."""
    viewer = seen()
    shops, taken, names = shop_names(viewer), _taken(viewer), partner_names(viewer)
    rows = [_row(it, shops, taken, names) for it in _all(viewer, _state())]
    return csv_file("rewards", _NAMES, rows)


@owner.post("/rewards/<int:number>/offer")
@require_page(Permission.REWARDS_EDIT)
def offer_one_reward(number: int) -> Response:
    """Put a reward before the members."""
    require_own_page(the_claims())
    use.offer_reward(the_hub(), the_actor(), RewardId(number))
    return away(f"{REWARDS}/{number}?done=offered")


@owner.post("/rewards/<int:number>/withdraw")
@require_page(Permission.REWARDS_EDIT)
def withdraw_one_reward(number: int) -> Response:
    """Take a reward back."""
    require_own_page(the_claims())
    use.withdraw_reward(the_hub(), the_actor(), RewardId(number))
    return away(f"{REWARDS}/{number}?done=withdrawn")


def editable(viewer: Seen) -> dict[PartnerId, str]:
    """Return the partners whose rewards this person may write, by name."""
    if not viewer.actor.scopes(Permission.REWARDS_EDIT):
        return {}
    return {
        it.id: it.name
        for it in list_partners(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
        if it.state is PartnerState.ACTIVE
        and viewer.actor.may(Permission.REWARDS_EDIT, Scope(it.id))
    }


def partner_names(viewer: Seen) -> dict[PartnerId, str]:
    """Return what the partners are called whose names this person may know."""
    if not viewer.actor.scopes(Permission.PARTNERS_READ):
        return {}
    found = list_partners(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
    return {it.id: it.name for it in found}


def shop_names(viewer: Seen) -> dict[int, str]:
    """Return what the shops are called that this person may see."""
    found = list_shops(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE), None)
    return {it.id: it.name for it in found}


def _found(viewer: Seen, state: str, after: int, limit: int) -> list[Reward]:
    wanted = RewardState(state) if state else None
    return use.list_catalogue(viewer.hub, viewer.actor, Page(after, limit), wanted)


def _all(viewer: Seen, state: str) -> Iterator[Reward]:
    after = 0
    while found := _found(viewer, state, after, LARGEST_PAGE):
        yield from found
        after = found[-1].id


def _is_called(it: Reward, wanted: str) -> bool:
    """Whether a reward's title holds these words in any language; letter case does not matter."""
    title = it.now.draft.texts.title
    return any(wanted.casefold() in text.casefold() for text in (title.kk, title.ru, title.en))


def _taken(viewer: Seen) -> dict[RewardId, RewardRow] | None:
    """Return how often rewards were taken lately; None for who may not see reports."""
    if not viewer.actor.scopes(Permission.REPORTS_READ):
        return None
    today = day_of(viewer.hub.clock.now())
    days = Period(today, today).ending(DAYS)
    home: Mapping[str, Any] = home_of(viewer.actor)
    rows = list_top_rewards(viewer.hub, viewer.actor, Where(**home), days, REWARDS_MOST)
    return {it.reward: it for it in rows}


def _card(
    viewer: Seen,
    it: Reward,
    shops: Mapping[int, str],
    taken: Mapping[RewardId, RewardRow] | None,
) -> dict[str, Any]:
    w, spoken, draft = viewer.words, viewer.language, it.now.draft
    terms = draft.terms
    row = None if taken is None else taken.get(it.id)
    return {
        **reward_facts(OfferedReward(it, ()), spoken),
        "kind_word": w[f"oz_kind_{draft.kind.value}"],
        "state": it.state.value,
        "state_word": w[f"oz_{it.state.value}"],
        "stock": w["o_endless"] if it.stock is None else plain(it.stock),
        "stock_low": it.stock is not None and it.stock == 0,
        "each": w["o_endless"] if terms.limit is None else plain(terms.limit),
        "when": when(viewer, it),
        "who": w["o_everybody"] if terms.tier is Tier.BRONZE
        else w["o_tier_on"].format(tier=tier_name(terms.tier, spoken)),
        "where": ", ".join(shops.get(shop, str(shop)) for shop in terms.shops) or w["all_shops"],
        "taken": None if taken is None else plain(0 if row is None else row.taken),
        "may": viewer.actor.may(Permission.REWARDS_EDIT, Scope(it.partner)),
    }  # fmt: skip


def when(viewer: Seen, it: Reward) -> str:
    """Return when a reward may be bought: `from 1 November until 30 November`."""
    terms, w, spoken = it.now.draft.terms, viewer.words, viewer.language
    parts = []
    if terms.valid_from is not None:
        parts.append(w["o_from_day"].format(day=day(terms.valid_from, spoken)))
    if terms.valid_until is not None:
        parts.append(w["o_to_day"].format(day=day(terms.valid_until, spoken)))
    return " ".join(parts) or w["o_always"]


def _row(
    it: Reward,
    shops: Mapping[int, str],
    taken: Mapping[RewardId, RewardRow] | None,
    names: Mapping[PartnerId, str],
) -> tuple[object, ...]:
    draft, terms, title = it.now.draft, it.now.draft.terms, it.now.draft.texts.title
    row = None if taken is None else taken.get(it.id)
    days = [None if at is None else local_day(at).isoformat()
            for at in (terms.valid_from, terms.valid_until)]  # fmt: skip
    return (
        it.id, names.get(it.partner, it.partner), it.state.value, draft.kind.value,
        title.kk, title.ru, title.en, draft.price, draft.value, draft.percent, it.stock,
        terms.limit, terms.tier.value, *days,
        "; ".join(shops.get(shop, str(shop)) for shop in terms.shops),
        None if taken is None else 0 if row is None else row.taken, it.now.version,
    )  # fmt: skip


def _state() -> str:
    said = request.args.get("state", _ALL)
    if said not in _STATES:
        raise Refused(Refusal.VALIDATION, "a state that there is not")
    return said


def _after() -> int:
    said = request.args.get("after", "0")
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise Refused(Refusal.VALIDATION, "a page that there is not")
    return int(said)
