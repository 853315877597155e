"""Earning rules on the owner's dashboard: looked at, tried out, made, ended, followed."""

from typing import Annotated, Any, Final, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StringConstraints

from contracts.wire.refusals import Refusal
from contracts.wire.units import ShopId, Tiyn, UnixTime
from hub.core.access.roles import Permission
from hub.core.earning import Facts
from hub.core.earning_base import Line
from hub.core.earning_records import rule_from, rule_terms
from hub.core.earning_rules import (
    LARGEST_CAP,
    LONGEST_NAME,
    LONGEST_PATTERN,
    MOST_HAPPY_HOURS,
    MOST_PATTERNS,
    MOST_SHOPS,
    EarningRule,
    Problem,
    RuleKind,
)
from hub.core.earning_trials import Simulated, Simulation
from hub.core.ids import PartnerId, RuleId
from hub.core.tiers import Tier
from hub.usecases import earning_rules as use
from hub.web.claim_sentences import step_sentence
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.pages import LARGEST_PAGE, USUAL_PAGE, Cursor, PageQuery, next_page
from hub.web.principal import language
from hub.web.problems import problem
from hub.web.rates import HEAVY, rated
from hub.web.shapes import Body, Path, Reply, RowId, Whole

MOST_GIVEN: Final = 200
"""Receipts that a request may bring to be tried out."""
MOST_LINES: Final = 64
"""Lines of one of them, as many as a till keeps."""
MOST_SHOWN: Final = 100
"""Receipts of a simulation that are shown one by one; the sums are of all."""
_LARGEST_MONEY: Final = 2**32 - 1

rules = APIBlueprint(
    "earning_rules", __name__, url_prefix="/api/v1/earning-rules",
    abp_tags=[Tag(name="earning rules", description="What receipts earn")],
    abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any]

Time = Annotated[int, Field(ge=0, le=2**32 - 1)]
Minute = Annotated[int, Field(ge=0, le=1440)]
Cap = Annotated[int, Field(ge=1, le=LARGEST_CAP)] | None
Money = Annotated[int, Field(ge=0, le=_LARGEST_MONEY)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PATTERN)]


class RuleRates(Body):
    """Points for each step of money, by the member's tier."""

    bronze: Whole
    silver: Whole
    gold: Whole


class RuleCaps(Body):
    """The most that may be earned; null is no cap."""

    receipt: Cap = None
    day: Cap = None
    month: Cap = None
    budget: Cap = None


class RuleHours(Body):
    """Hours of the week that earn more or less."""

    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    begins: Minute
    ends: Minute
    percent: Whole


class RuleBody(Body):
    """A rule as an owner writes it."""

    kind: Literal["rate", "welcome", "birthday", "referral"]
    name: Text
    since: Time
    until: Time | None = None
    shops: list[RowId] = Field([], max_length=MOST_SHOPS)
    step: Money = 100_00
    rates: RuleRates = RuleRates(bronze=3, silver=5, gold=7)
    bonus: Whole = 0
    minimum: Money = 0
    caps: RuleCaps = RuleCaps()
    excluded: list[Pattern] = Field([], max_length=MOST_PATTERNS)
    happy_hours: list[RuleHours] = Field([], max_length=MOST_HAPPY_HOURS)

    def rule(self, partner: PartnerId, number: int = 0) -> EarningRule:
        """Return the rule that it says."""
        terms = self.model_dump(exclude={"kind", "since", "until"})
        until = None if self.until is None else UnixTime(self.until)
        kind = RuleKind(self.kind)
        return rule_from(RuleId(number), partner, kind, UnixTime(self.since), until, terms)


class AddRuleBody(Body):
    """A new rule of a partner."""

    partner: RowId
    rule: RuleBody


class EndRuleBody(Body):
    """When a rule ends."""

    until: Time


class SimulatedLine(Body):
    """A line of goods of a receipt that is tried out."""

    name: Annotated[str, StringConstraints(max_length=96)]
    amount: Annotated[int, Field(ge=-_LARGEST_MONEY, le=_LARGEST_MONEY)] | None = None


class SimulatedReceipt(Body):
    """A receipt that is tried out."""

    shop: RowId
    printed_at: Time
    total: Money
    tier: Literal["bronze", "silver", "gold"] = "bronze"
    fiscal: bool = True
    lines: list[SimulatedLine] = Field([], max_length=MOST_LINES)
    paid_with_points: Money = 0

    def facts(self, partner: PartnerId) -> Facts:
        """Return what it says."""
        return Facts(
            partner=partner,
            shop=ShopId(self.shop),
            printed_at=UnixTime(self.printed_at),
            total=Tiyn(self.total),
            tier=Tier(self.tier),
            fiscal=self.fiscal,
            lines=tuple(
                Line(it.name, None if it.amount is None else Tiyn(it.amount)) for it in self.lines
            ),
            paid_with_points=Tiyn(self.paid_with_points),
        )


class SimulateBody(Body):
    """A draft, or none, and receipts to try it on; without receipts, those of the last month."""

    partner: RowId
    draft: RuleBody | None = None
    instead_of: RowId | None = None
    """The rule that the draft would follow."""
    receipts: Annotated[list[SimulatedReceipt], Field(max_length=MOST_GIVEN)] | None = None


class RulesQuery(PageQuery):
    """Which page of whose rules."""

    partner: RowId
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE


class RulePath(Path):
    """Which rule."""

    rule: RowId


class RuleReply(Reply):
    """A rule as its owner sees it."""

    id: int
    partner: int
    kind: str
    since: int
    until: int | None
    terms: dict[str, Any]
    replaces: int | None = None


class RulesReply(Reply):
    """A page of rules."""

    items: list[RuleReply]
    next: str | None


class SimulatedReply(Reply):
    """What one receipt earns, without the draft and with it."""

    till: int | None
    sequence: int | None
    shop: int
    printed_at: int
    total: int
    posted: int | None
    points: int
    points_then: int
    steps: list[str]
    """How the draft reckons it, in the asker's language."""


class SimulationReply(Reply):
    """What a draft would do to all of them."""

    receipts: int
    money: int
    points: int
    points_then: int
    whole: bool
    """All receipts of the month were judged, not only the newest."""
    items: list[SimulatedReply]


@rules.get("", responses={200: RulesReply})
@require_staff(Permission.RULES_READ)
def list_rules(query: RulesQuery) -> Answer:
    """List a partner's rules."""
    partner = PartnerId(query.partner)
    found = use.list_rules(the_hub(), the_actor(), partner, query.start, query.limit)
    items = [_reply(row.rule, row.replaces) for row in found]
    cursor = next_page(found, query.limit, lambda row: row.rule.id)
    return RulesReply(items=items, next=cursor).model_dump()


@rules.post("", responses={201: RuleReply})
@require_staff(Permission.RULES_EDIT)
def add_rule(body: AddRuleBody) -> Response | tuple[Answer, int]:
    """Make a rule."""
    draft = body.rule.rule(PartnerId(body.partner))
    try:
        made = use.add_rule(the_hub(), the_actor(), draft)
    except use.WrongRule as wrong:
        return _wrong(wrong)
    return _reply(made).model_dump(), 201


@rules.post("/<int:rule>/end", responses={200: RuleReply})
@require_staff(Permission.RULES_EDIT)
def end_rule(path: RulePath, body: EndRuleBody) -> Response | Answer:
    """End a rule; one that has not begun is taken away."""
    try:
        ended = use.end_rule(the_hub(), the_actor(), RuleId(path.rule), UnixTime(body.until))
    except use.WrongRule as wrong:
        return _wrong(wrong)
    return _reply(ended).model_dump()


@rules.post("/<int:rule>/replace", responses={201: RuleReply})
@require_staff(Permission.RULES_EDIT)
def replace_rule(path: RulePath, body: RuleBody) -> Response | tuple[Answer, int]:
    """Let another rule follow this one."""
    draft = body.rule(PartnerId(0))
    try:
        made = use.replace_rule(the_hub(), the_actor(), RuleId(path.rule), draft)
    except use.WrongRule as wrong:
        return _wrong(wrong)
    return _reply(made, RuleId(path.rule)).model_dump(), 201


@rules.post("/simulate", responses={200: SimulationReply})
@require_staff(Permission.RULES_READ)
@rated(HEAVY)
def simulate(body: SimulateBody) -> Response | Answer:
    """Try a rule out; nothing changes."""
    partner = PartnerId(body.partner)
    draft = None if body.draft is None else body.draft.rule(partner, body.instead_of or 0)
    given = None if body.receipts is None else [it.facts(partner) for it in body.receipts]
    try:
        found = use.simulate(the_hub(), the_actor(), partner, draft, given)
    except use.WrongRule as wrong:
        return _wrong(wrong)
    return _simulation(found).model_dump()


def _simulation(found: Simulation) -> SimulationReply:
    spoken = language()
    return SimulationReply(
        receipts=len(found.receipts),
        money=sum(it.facts.total for it in found.receipts),
        points=sum(it.now.points for it in found.receipts),
        points_then=sum(it.then.points for it in found.receipts),
        whole=found.whole,
        items=[_simulated(it, spoken) for it in found.receipts[:MOST_SHOWN]],
    )


def _simulated(it: Simulated, spoken: str) -> SimulatedReply:
    till, sequence = it.place or (None, None)
    return SimulatedReply(
        till=till,
        sequence=sequence,
        shop=it.facts.shop,
        printed_at=it.facts.printed_at,
        total=it.facts.total,
        posted=it.posted,
        points=it.now.points,
        points_then=it.then.points,
        steps=[step_sentence(step, spoken) for step in it.then.why],
    )


def _reply(rule: EarningRule, replaces: RuleId | None = None) -> RuleReply:
    return RuleReply(
        id=rule.id,
        partner=rule.partner,
        kind=rule.kind.value,
        since=rule.since,
        until=rule.until,
        terms=rule_terms(rule),
        replaces=replaces,
    )


def _wrong(error: use.WrongRule) -> Response:
    """Return the answer that names every field at once."""
    fields = [{"field": it.field, "why": _why(it)} for it in error.problems]
    return problem(Refusal.VALIDATION, fields=fields)


def _why(found: Problem) -> str:
    bounds = [str(it) for it in (found.least, found.most) if it is not None]
    return " ".join([found.code.value, *bounds])
