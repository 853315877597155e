"""The catalogue in the database: rewards, their frozen versions, stock and limits."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from contracts.wire.redeeming import RewardKind
from contracts.wire.units import Points, Tiyn, UnixTime
from hub.adapters.database.guests import guests_from, guests_of
from hub.adapters.database.kept import Kept
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.ledger import accounts
from hub.adapters.database.tables.rewards import (
    reward_uses,
    reward_versions,
    rewards,
    vouchers,
)
from hub.adapters.database.upsert import inserting
from hub.adapters.database.violations import broken_constraint
from hub.core.access.people import Page
from hub.core.accounts import AccountKind
from hub.core.ids import MemberId, PartnerId, RewardId, RewardVersion
from hub.core.ports.rewards import LimitReached, SoldOut
from hub.core.rewards.catalogue import (
    Draft,
    Frozen,
    Reward,
    RewardState,
    terms_from_json,
    terms_to_json,
)
from hub.core.rewards.texts import texts_from
from hub.core.rewards.trying import Guests
from hub.core.rewards.vouchers import STILL_TAKEN, VoucherState
from hub.core.tiers import Tier

_VERSION: Final = reward_versions.c
_JOINED: Final = (
    select(
        rewards.c.id.label("reward_id"),
        rewards.c.state,
        rewards.c.stock,
        rewards.c.partner,
        rewards.c.created_at.label("added_at"),
        reward_versions,
    )
    .select_from(rewards.join(reward_versions, _VERSION.version == rewards.c.version))
    .order_by(rewards.c.id)
)
_FROZEN: Final = select(reward_versions, rewards.c.partner).select_from(
    reward_versions.join(rewards, rewards.c.id == _VERSION.reward)
)
_VERSIONS: Final = _FROZEN.where(_VERSION.version.in_(bindparam("versions", expanding=True)))


class DatabaseRewards:
    """The Rewards port over one open transaction."""

    def __init__(self, connection: Connection, kept: Kept | None = None) -> None:
        self._connection = connection
        self._kept = kept

    def add(self, partner: PartnerId, stock: int | None, at: UnixTime) -> RewardId:
        """Add a reward without a version."""
        row = {"partner": partner, "version": 0, "state": RewardState.DRAFT.value}
        asked = insert(rewards).values(**row, stock=stock, created_at=at).returning(rewards.c.id)
        return RewardId(self._connection.execute(asked).scalar_one())

    def freeze(self, frozen: Frozen) -> None:
        """Add a version, for ever, and make it the one that is offered."""
        self._kept = None  # until this is committed, nobody may keep it
        draft = frozen.draft
        row: dict[str, Any] = {
            "version": frozen.version,
            "reward": frozen.reward,
            "kind": draft.kind.value,
            "price": draft.price,
            "value": draft.value,
            "percent": draft.percent,
            "most": draft.most,
            "texts": draft.texts.to_json(),
            "terms": terms_to_json(draft.terms),
            "offline": draft.offline,
            "picture": draft.picture,
            "limit_each": draft.terms.limit,
            "created_at": frozen.created_at,
        }
        self._connection.execute(insert(reward_versions).values(row))
        self._update(frozen.reward, version=frozen.version)

    def get(self, reward: RewardId) -> Reward | None:
        """Return a reward."""
        row = self._connection.execute(_JOINED.where(rewards.c.id == reward)).first()
        return None if row is None else _reward(row)

    def lock(self, reward: RewardId) -> Reward | None:
        """Return a reward whose row nobody else changes until this transaction ends."""
        asked = _JOINED.where(rewards.c.id == reward).with_for_update(of=rewards)
        row = self._connection.execute(asked).first()
        return None if row is None else _reward(row)

    def version(self, version: RewardVersion) -> Frozen | None:
        """Return one version."""
        return self.versions([version]).get(version)

    def versions(self, versions: Iterable[RewardVersion]) -> dict[RewardVersion, Frozen]:
        """Return these versions."""
        asked = set(versions)
        found = {} if self._kept is None else self._kept.versions(asked)
        if missing := asked - found.keys():
            rows = self._connection.execute(_VERSIONS, {"versions": sorted(missing)})
            read = {RewardVersion(row.version): _frozen(row) for row in rows}
            if self._kept is not None:
                self._kept.keep(read)
            found |= read
        return found

    def listed(
        self, page: Page, only: frozenset[PartnerId] | None, state: RewardState | None
    ) -> list[Reward]:
        """Return a page of the rewards of all partners or of *only*, in *state* or in any."""
        asked = _JOINED.where(rewards.c.id > page.after)
        if only is not None:
            asked = asked.where(rewards.c.partner.in_(sorted(only)))
        if state is not None:
            asked = asked.where(rewards.c.state == state)
        return [_reward(row) for row in self._connection.execute(asked.limit(page.limit))]

    def set_state(self, reward: RewardId, state: RewardState) -> None:
        """Offer or withdraw a reward."""
        self._update(reward, state=state.value)

    def set_stock(self, reward: RewardId, stock: int | None) -> None:
        """Say how many are left, or that there is no end."""
        self._update(reward, stock=stock)

    def take_one(self, reward: RewardId) -> None:
        """Take one from the stock; raise SoldOut."""
        asked = update(rewards).where(rewards.c.id == reward).values(stock=rewards.c.stock - 1)
        try:
            with self._connection.begin_nested():
                self._connection.execute(asked)
        except IntegrityError as error:
            if broken_constraint(error) != "ck_rewards_stock":
                raise
            raise SoldOut from error

    def put_one_back(self, reward: RewardId) -> None:
        """Give one back to the stock."""
        self._update(reward, stock=rewards.c.stock + 1)

    def use(self, reward: RewardId, member: MemberId, most: int | None) -> None:
        """Count one more voucher of a member; raise LimitReached."""
        first = {"reward": reward, "member": member, "count": 1, "most": most}
        asked = (
            inserting(self._connection, reward_uses)
            .values(first)
            .on_conflict_do_update(
                index_elements=["reward", "member"],
                set_={"count": reward_uses.c.count + 1, "most": most},
            )
        )
        try:
            with self._connection.begin_nested():
                self._connection.execute(asked)
        except IntegrityError as error:
            if broken_constraint(error) != "ck_reward_uses_most":
                raise
            raise LimitReached from error

    def unuse(self, reward: RewardId, member: MemberId) -> None:
        """Count one voucher less."""
        same = (reward_uses.c.reward == reward) & (reward_uses.c.member == member)
        # A limit that was lowered meanwhile is not judged when somebody gives one back.
        asked = update(reward_uses).where(same).values(count=reward_uses.c.count - 1, most=None)
        self._connection.execute(asked)

    def uses(self, member: MemberId, of: Iterable[RewardId]) -> dict[RewardId, int]:
        """Return how many vouchers of these rewards count for a member."""
        same = (reward_uses.c.member == member) & reward_uses.c.reward.in_(sorted(of))
        asked = select(reward_uses.c.reward, reward_uses.c.count.label("used")).where(same)
        return {RewardId(row.reward): row.used for row in self._connection.execute(asked)}

    def members_with(self, points: Points, tier: Tier) -> int:
        """Return how many members of *tier* or above have at least *points* confirmed."""
        tiers = [it.value for it in Tier if it.rank >= tier.rank]
        account = members.c.id * 16 + AccountKind.CONFIRMED
        asked = (
            select(func.count())
            .select_from(members.join(accounts, accounts.c.id == account))
            .where(members.c.tier.in_(tiers), accounts.c.balance >= points)
        )
        return self._connection.execute(asked).scalar_one()

    def guests(
        self, partner: PartnerId, since: UnixTime, reward: RewardId, most: int
    ) -> list[Guests]:
        """Return who claimed a receipt of *partner* since then, those alike counted together."""
        asked = guests_of(partner, since, reward).limit(most)
        return [guests_from(row) for row in self._connection.execute(asked)]

    def still_out(self, reward: RewardId, now: UnixTime) -> dict[RewardVersion, int]:
        """Return how many vouchers of each version members hold that are still good."""
        asked = (
            select(_VERSION.version, func.count())
            .select_from(reward_versions.join(vouchers, vouchers.c.version == _VERSION.version))
            .where(
                _VERSION.reward == reward, vouchers.c.not_after >= now,
                vouchers.c.state == VoucherState.HELD.value,
            )
            .group_by(_VERSION.version)
            .order_by(_VERSION.version)
        )  # fmt: skip
        return {RewardVersion(it): count for it, count in self._connection.execute(asked)}

    def at_tills_of(self, partner: PartnerId, live_at: UnixTime, most: int) -> list[Frozen]:
        """Return the versions of a partner that are offered or of which vouchers are live."""
        live = exists().where(
            vouchers.c.version == _VERSION.version,
            vouchers.c.not_after >= live_at,
            vouchers.c.state.in_(sorted(STILL_TAKEN)),
        )
        offered = (rewards.c.version == _VERSION.version) & (
            rewards.c.state == RewardState.OFFERED.value
        )
        asked = _FROZEN.where(rewards.c.partner == partner, or_(offered, live))
        # The newest come first: only a catalogue beyond its limit loses the oldest.
        rows = self._connection.execute(asked.order_by(_VERSION.version.desc()).limit(most))
        return [_frozen(row) for row in rows]

    def _update(self, reward: RewardId, **values: Any) -> None:
        self._connection.execute(update(rewards).where(rewards.c.id == reward).values(**values))


def _reward(row: Row[Any]) -> Reward:
    return Reward(
        id=RewardId(row.reward_id),
        partner=PartnerId(row.partner),
        state=RewardState(row.state),
        stock=row.stock,
        created_at=UnixTime(row.added_at),
        now=_frozen(row),
    )


def _frozen(row: Row[Any]) -> Frozen:
    return Frozen(
        version=RewardVersion(row.version),
        reward=RewardId(row.reward),
        partner=PartnerId(row.partner),
        draft=Draft(
            kind=RewardKind(row.kind),
            price=Points(row.price),
            texts=texts_from(row.texts),
            terms=terms_from_json(row.terms),
            value=None if row.value is None else Tiyn(row.value),
            percent=row.percent,
            most=None if row.most is None else Tiyn(row.most),
            offline=row.offline,
            picture=None if row.picture is None else bytes(row.picture),
        ),
        created_at=UnixTime(row.created_at),
    )
