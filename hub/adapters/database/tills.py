"""The tills of the shops, and their keys, in the database."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from contracts.wire.bodies import SlipOutcome
from contracts.wire.keys import KeyKind
from contracts.wire.sync_news import LedgerHead
from contracts.wire.units import KeyId, Sequence, ShopId, TillId, UnixTime
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.access import retired_keys, shops, tills
from hub.adapters.database.tables.ledger import blocks
from hub.adapters.database.tables.receipts import accruals, slips
from hub.adapters.database.tables.running import programme
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.access.roles import Scope
from hub.core.chain import Followed
from hub.core.ids import PartnerId
from hub.core.ports.tills import Enrolling, ShopKeys, TillView
from hub.core.till_health import SlipShare
from hub.core.tills import RetiredKey, RetiredKeys, SyncedTill, TillState, key_is_good

REMOTE: Final = "till"
"""Within a shop's settings, those of its tills."""
_KEY_COLUMNS: Final = {KeyKind.CLAIM: tills.c.claim_key, KeyKind.VOUCHER_TILL: tills.c.till_key}
_ASKED: Final = (
    select(
        tills,
        shops.c.partner,
        shops.c.voucher_key.label("shop_key"),
        shops.c.online_only,
        shops.c.settings.label("shop_settings"),
    )
    .select_from(tills.join(shops, shops.c.id == tills.c.shop))
    .order_by(tills.c.id)
)

SHARED: Final = _ASKED.where(tills.c.id == bindparam("till")).with_for_update(read=True, of=tills)
"""A till that neither syncs nor is revoked until the transaction ends."""
_SHARED: Final = Prepared(SHARED)
_LOCKED: Final = Prepared(_ASKED.where(tills.c.id == bindparam("till")).with_for_update(of=tills))
_RETIRED: Final = Prepared(
    select(retired_keys)
    .where(retired_keys.c.kind == bindparam("kind"), retired_keys.c.owner == bindparam("owner"))
    .order_by(retired_keys.c.key_id)
)
_SHOP: Final = Prepared(select(shops).where(shops.c.id == bindparam("shop")).with_for_update())
_STATE: Final = Prepared(
    select(programme.c.generation, blocks.c.number, blocks.c.hash).select_from(
        programme.outerjoin(
            blocks, blocks.c.number == select(func.max(blocks.c.number)).scalar_subquery()
        )
    )
)


class DatabaseTills:
    """The Tills port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, shop: ShopId, name: str, at: UnixTime) -> TillId:
        """Add a till that waits for its enrolment."""
        row: dict[str, Any] = {
            "shop": shop, "name": name, "state": TillState.WAITING.value, "created_at": at,
            "registers": [], "settings": {}, "health": {},
        }  # fmt: skip
        made = self._connection.execute(tills.insert().values(row).returning(tills.c.id))
        return TillId(made.scalar_one())

    def get(self, till: TillId) -> SyncedTill | None:
        """Return a till as it is now."""
        return self._one(_ASKED.where(tills.c.id == till))

    def share(self, till: TillId) -> SyncedTill | None:
        """Return a till that neither syncs nor is revoked until this transaction ends."""
        row = _SHARED.on(self._connection, {"till": till}).first()
        return None if row is None else till_of(row)

    def lock(self, till: TillId) -> SyncedTill | None:
        """Return a till whose row nobody else changes, nor shares, until this transaction ends."""
        row = _LOCKED.on(self._connection, {"till": till}).first()
        return None if row is None else till_of(row)

    def view(self, till: TillId) -> TillView | None:
        """Return a till as the lists show it."""
        row = self._connection.execute(_ASKED.where(tills.c.id == till)).first()
        return None if row is None else _view(row)

    def listed(self, page: Page, scopes: Iterable[Scope]) -> list[TillView]:
        """Return a page of the tills within *scopes*, by id."""
        within = or_(false(), *(_tills_of(scope) for scope in scopes))
        asked = _ASKED.where(tills.c.id > page.after, within).limit(page.limit)
        return [_view(row) for row in self._connection.execute(asked)]

    def of_shop(self, shop: ShopId) -> list[SyncedTill]:
        """Return all tills of a shop, by id."""
        return [
            till_of(row) for row in self._connection.execute(_ASKED.where(tills.c.shop == shop))
        ]

    def set_code(self, till: TillId, digest: bytes | None, expires_at: UnixTime | None) -> None:
        """Give a till that waits another one-time code, or none."""
        self._update(till, code_digest=digest, code_expires_at=expires_at)

    def of_code(self, digest: bytes) -> Enrolling | None:
        """Return the till with this one-time code, its row locked."""
        row = self._connection.execute(
            select(tills).where(tills.c.code_digest == digest).with_for_update()
        ).first()
        if row is None:
            return None
        return Enrolling(
            till=TillId(row.id),
            shop=ShopId(row.shop),
            state=TillState(row.state),
            enrolment=row.enrolment,
            public_key=None if row.public_key is None else bytes(row.public_key),
            expires_at=UnixTime(row.code_expires_at or 0),
            claim_key=KeyId(row.claim_key),
        )

    def enrol(self, till: TillId, enrolment: str, public_key: bytes, genesis: bytes) -> None:
        """Make a waiting till an active one."""
        self._update(till, enrolment=enrolment, public_key=public_key, head_hash=genesis,
                     state=TillState.ACTIVE.value)  # fmt: skip

    def synced(self, till: TillId, found: Followed, **facts: object) -> None:
        """Store how far the chain is held, and *facts* by the name of their column."""
        self._update(till, head_sequence=found.head_sequence, head_hash=found.head_hash,
                     head_at=found.head_at, **facts)  # fmt: skip

    def set_state(self, till: TillId, state: TillState, reason: str, **facts: object) -> None:
        """Move a till to *state*, and store *facts* by the name of their column."""
        self._update(till, state=state.value, reason=reason, **facts)

    def set_generation(self, till: TillId, generation: int) -> None:
        """Store the hub's generation as a till knows it."""
        self._update(till, generation=generation)

    def set_health(self, till: TillId, health: Mapping[str, Any]) -> None:
        """Store how a till is."""
        self._update(till, health=dict(health))

    def set_name(self, till: TillId, name: str) -> None:
        """Give a till another name."""
        self._update(till, name=name)

    def set_settings(self, till: TillId, settings: Mapping[str, Any]) -> None:
        """Store a till's own settings."""
        self._update(till, settings=dict(settings))

    def set_registers(self, till: TillId, registers: tuple[str, ...]) -> None:
        """Store the fiscal registers that belong to a till."""
        self._update(till, registers=list(registers))

    def set_shop_settings(self, shop: ShopId, settings: Mapping[str, Any]) -> None:
        """Store the settings of a shop's tills."""
        asked = select(shops.c.settings).where(shops.c.id == shop).with_for_update()
        whole = dict(self._connection.execute(asked).scalar_one()) | {REMOTE: dict(settings)}
        self._connection.execute(update(shops).where(shops.c.id == shop).values(settings=whole))

    def lock_shop(self, shop: ShopId) -> ShopKeys | None:
        """Return a shop's key, its row locked."""
        row = _SHOP.on(self._connection, {"shop": shop}).first()
        if row is None:
            return None
        settings = row.settings.get(REMOTE, {})
        return ShopKeys(PartnerId(row.partner), KeyId(row.voucher_key), row.online_only, settings)

    def set_shop_key(self, shop: ShopId, key_id: KeyId, *, online_only: bool) -> None:
        """Store a shop's current voucher key, and whether only the hub may decide there."""
        values = {"voucher_key": key_id, "online_only": online_only}
        self._connection.execute(update(shops).where(shops.c.id == shop).values(values))

    def reopen(self, shop: ShopId, key_id: KeyId) -> None:
        """Let a shop's tills decide by seal again, if *key_id* is still its current key."""
        same = and_(shops.c.id == shop, shops.c.voucher_key == key_id)
        self._connection.execute(update(shops).where(same).values(online_only=False))

    def set_key(self, till: TillId, kind: KeyKind, key_id: KeyId) -> None:
        """Store the current id of a till's claim key or of its own voucher key."""
        self._update(till, **{_KEY_COLUMNS[kind].name: key_id})

    def retired(self, kind: KeyKind, owner: int) -> Mapping[KeyId, RetiredKey]:
        """Return the keys of *owner* that are no longer current."""
        rows = _RETIRED.on(self._connection, {"kind": kind.value, "owner": owner})
        return {KeyId(row.key_id): _retired(row) for row in rows}

    def retire(self, kind: KeyKind, owner: int, key: RetiredKey) -> None:
        """Note what became of a key that is no longer current."""
        found = {"retired_at": key.retired_at, "closed": key.closed}
        asked = inserting(self._connection, retired_keys).values(
            kind=kind.value, owner=owner, key_id=key.key_id, **found
        )
        self._connection.execute(
            asked.on_conflict_do_update(index_elements=["kind", "owner", "key_id"], set_=found)
        )

    def claim_key_good(self, till: SyncedTill, key_id: KeyId, sealed_at: UnixTime) -> bool:
        """Whether a claim sealed at that time with *key_id* may be believed."""
        if key_id == till.claim_key:
            return True
        return key_is_good(till.claim_key, self.retired(KeyKind.CLAIM, till.id), key_id, sealed_at)

    def retired_of(self, till: SyncedTill) -> RetiredKeys:
        """Return the keys of a till and its shop that are no longer current, by kind."""
        owner = retired_keys.c.owner
        shops_own = retired_keys.c.kind == KeyKind.VOUCHER_SHOP.value
        rows = self._connection.execute(
            select(retired_keys).where(
                or_(and_(shops_own, owner == till.shop), and_(~shops_own, owner == till.id))
            )
        )
        found: dict[KeyKind, dict[KeyId, RetiredKey]] = {}
        for row in rows:
            found.setdefault(KeyKind(row.kind), {})[KeyId(row.key_id)] = _retired(row)
        return found

    def shop_has_keys(self, shop: ShopId, versions: Mapping[TillId, int]) -> bool:
        """Whether each till of *versions* said when it synced last that it has those keys."""
        rows = self._connection.execute(
            select(tills.c.id, tills.c.health).where(tills.c.shop == shop)
        )
        return all(row.health.get("keys") == versions[row.id] for row in rows if row.id in versions)

    def slip_shares(
        self, partner: PartnerId, since: UnixTime, until: UnixTime
    ) -> dict[TillId, SlipShare]:
        """Return how many receipts of a partner's tills came out, and with their slip."""
        out = (
            select(slips.c.claim)
            .where(
                slips.c.till == accruals.c.till,
                slips.c.claim == accruals.c.sequence,
                slips.c.outcome.in_((SlipOutcome.INSERTED.value, SlipOutcome.REPRINTED.value)),
            )
            .exists()
        )
        rows = self._connection.execute(
            select(accruals.c.till, func.count(), func.count().filter(out))
            .where(accruals.c.partner == partner, accruals.c.at >= since, accruals.c.at < until)
            .group_by(accruals.c.till)
        )
        return {TillId(till): SlipShare(receipts, with_slip) for till, receipts, with_slip in rows}

    def hub_state(self) -> tuple[int, LedgerHead | None]:
        """Return the hub's generation, and the newest sealed block of the ledger."""
        row = _STATE.on(self._connection, {}).one()
        head = None if row.number is None else LedgerHead(row.number, bytes(row.hash))
        return row.generation, head

    def _one(self, asked: Select[Any]) -> SyncedTill | None:
        row = self._connection.execute(asked).first()
        return None if row is None else till_of(row)

    def _update(self, till: TillId, **values: object) -> None:
        self._connection.execute(update(tills).where(tills.c.id == till).values(values))


def _tills_of(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a till lies within *scope*."""
    if scope.partner is None:
        return true()
    if scope.shop is None:
        return shops.c.partner == scope.partner
    return and_(shops.c.partner == scope.partner, shops.c.id == scope.shop)


def till_of(row: Row[Any]) -> SyncedTill:
    """Return a till out of its row."""
    return SyncedTill(
        id=TillId(row.id),
        shop=ShopId(row.shop),
        partner=PartnerId(row.partner),
        name=row.name,
        state=TillState(row.state),
        enrolment=row.enrolment or "",
        head_sequence=Sequence(row.head_sequence),
        head_hash=bytes(row.head_hash or b""),
        head_at=UnixTime(row.head_at or 0),
        revoked_head=row.revoked_head,
        fork_from=row.fork_from,
        claim_key=KeyId(row.claim_key),
        till_key=KeyId(row.till_key),
        shop_key=KeyId(row.shop_key),
        online_only=row.online_only,
        generation=row.generation,
        synced_at=row.synced_at,
        resend_from=row.resend_from,
        cancellations_acked=row.cancellations_acked,
        registers=tuple(row.registers),
        settings=row.settings,
        shop_settings=row.shop_settings.get(REMOTE, {}),
        config=row.health.get("config", 0),
        config_since=row.health.get("config_since"),
    )


def _retired(row: Row[Any]) -> RetiredKey:
    return RetiredKey(KeyId(row.key_id), row.retired_at, row.closed)


def _view(row: Row[Any]) -> TillView:
    return TillView(
        till=till_of(row),
        health=row.health,
        reason=row.reason,
        code_expires_at=row.code_expires_at,
        created_at=UnixTime(row.created_at),
        revoked_at=row.revoked_at,
    )
