"""Partners, their shops and cashiers, and the keys of their tills, in the database."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    false,
    insert,
    or_,
    select,
    true,
    update,
)

from contracts.wire.units import ShopId, TillId, UnixTime
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.access import cashiers, partners, shops, tills
from hub.adapters.database.taken import saying_taken
from hub.core.access.people import (
    Cashier,
    Page,
    Partner,
    PartnerState,
    Shop,
    State,
    TillKey,
)
from hub.core.access.roles import Scope
from hub.core.ids import CashierId, PartnerId
from hub.core.tiers import Tier


class DatabasePartners:
    """The Partners port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, wallet: str | None, state: PartnerState, at: UnixTime) -> PartnerId:
        """Add a partner; raise Taken when the wallet is another's."""
        row: dict[str, Any] = {
            "name": name,
            "wallet": wallet,
            "state": state,
            "settings": {},
            "created_at": at,
        }
        with saying_taken(self._connection):
            made = self._connection.execute(insert(partners).values(row).returning(partners.c.id))
            return PartnerId(made.scalar_one())

    def get(self, partner: PartnerId) -> Partner | None:
        """Return a partner."""
        row = self._connection.execute(select(partners).where(partners.c.id == partner)).first()
        return None if row is None else _partner(row)

    def lock(self, partner: PartnerId) -> Partner | None:
        """Return a partner whose row nobody else changes until this transaction ends."""
        asked = select(partners).where(partners.c.id == partner).with_for_update()
        row = self._connection.execute(asked).first()
        return None if row is None else _partner(row)

    def listed(self, page: Page, only: frozenset[PartnerId] | None) -> list[Partner]:
        """Return a page of the partners, or of those of *only*, by id."""
        asked = select(partners).where(partners.c.id > page.after)
        if only is not None:
            asked = asked.where(partners.c.id.in_(sorted(only)))
        rows = self._connection.execute(asked.order_by(partners.c.id).limit(page.limit))
        return [_partner(row) for row in rows]

    def change(self, partner: PartnerId, *, name: str, settings: Mapping[str, Any]) -> None:
        """Give a partner another name or other settings."""
        self._update(partner, {"name": name, "settings": dict(settings)})

    def set_state(self, partner: PartnerId, state: PartnerState) -> None:
        """Let a partner in, or suspend it."""
        self._update(partner, {"state": state})

    def set_wallet(self, partner: PartnerId, wallet: str) -> None:
        """Give a partner a wallet that its owner has proven; raise Taken when it is another's."""
        with saying_taken(self._connection):
            self._update(partner, {"wallet": wallet})

    def _update(self, partner: PartnerId, values: Mapping[str, Any]) -> None:
        self._connection.execute(update(partners).where(partners.c.id == partner).values(values))


_SHOP: Final = Prepared(select(shops).where(shops.c.id == bindparam("shop")))


class DatabaseShops:
    """The Shops port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, partner: PartnerId, name: str, address: str, at: UnixTime) -> ShopId:
        """Add a shop."""
        row = {"partner": partner, "name": name, "address": address, "settings": {}}
        asked = insert(shops).values(**row, created_at=at).returning(shops.c.id)
        return ShopId(self._connection.execute(asked).scalar_one())

    def get(self, shop: ShopId) -> Shop | None:
        """Return a shop."""
        row = _SHOP.on(self._connection, {"shop": shop}).first()
        return None if row is None else _shop(row)

    def listed(self, page: Page, scopes: Iterable[Scope]) -> list[Shop]:
        """Return a page of the shops that lie within one of *scopes*, by id."""
        within = or_(false(), *(_shops_of(scope) for scope in scopes))
        asked = select(shops).where(shops.c.id > page.after, within)
        rows = self._connection.execute(asked.order_by(shops.c.id).limit(page.limit))
        return [_shop(row) for row in rows]

    def change(self, shop: Shop) -> None:
        """Store name, address, state and settings of *shop*."""
        values = {
            "name": shop.name,
            "address": shop.address,
            "state": shop.state,
            "settings": dict(shop.settings),
        }
        self._connection.execute(update(shops).where(shops.c.id == shop.id).values(values))


class DatabaseCashiers:
    """The Cashiers port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, shop: ShopId, name: str, pin: str, at: UnixTime) -> CashierId:
        """Add a cashier whose PIN's hash is *pin*."""
        row = {"shop": shop, "name": name, "pin": pin, "created_at": at}
        asked = insert(cashiers).values(row).returning(cashiers.c.id)
        return CashierId(self._connection.execute(asked).scalar_one())

    def get(self, cashier: CashierId) -> Cashier | None:
        """Return a cashier."""
        row = self._connection.execute(select(cashiers).where(cashiers.c.id == cashier)).first()
        return None if row is None else _cashier(row)

    def pin_of(self, cashier: CashierId) -> str | None:
        """Return the hash of a cashier's PIN."""
        asked = select(cashiers.c.pin).where(cashiers.c.id == cashier)
        return self._connection.execute(asked).scalar_one_or_none()

    def listed(self, shop: ShopId, page: Page) -> list[Cashier]:
        """Return a page of a shop's cashiers, by id."""
        asked = select(cashiers).where(cashiers.c.shop == shop, cashiers.c.id > page.after)
        rows = self._connection.execute(asked.order_by(cashiers.c.id).limit(page.limit))
        return [_cashier(row) for row in rows]

    def change(self, cashier: Cashier, pin: str | None = None) -> None:
        """Store name and state of *cashier*, and the hash of a new PIN where there is one."""
        values = {"name": cashier.name, "state": str(cashier.state)}
        if pin is not None:
            values["pin"] = pin
        asked = update(cashiers).where(cashiers.c.id == cashier.id).values(values)
        self._connection.execute(asked)


_TILL_KEY: Final = Prepared(
    select(tills.c.id, tills.c.shop, shops.c.partner, tills.c.enrolment, tills.c.public_key,
           tills.c.state)
    .select_from(tills.join(shops, shops.c.id == tills.c.shop))
    .where(tills.c.id == bindparam("till"))
)  # fmt: skip


class DatabaseTillKeys:
    """The TillKeys port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, till: TillId) -> TillKey | None:
        """Return what is known of an enrolled till."""
        row = _TILL_KEY.on(self._connection, {"till": till}).first()
        if row is None or row.public_key is None or row.enrolment is None:
            return None
        return TillKey(
            till=TillId(row.id),
            shop=ShopId(row.shop),
            partner=PartnerId(row.partner),
            enrolment=row.enrolment,
            public_key=bytes(row.public_key),
            state=row.state,
        )


def _shops_of(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a shop lies within *scope*."""
    if scope.partner is None:
        return true()
    if scope.shop is None:
        return shops.c.partner == scope.partner
    return and_(shops.c.partner == scope.partner, shops.c.id == scope.shop)


def _partner(row: Row[Any]) -> Partner:
    return Partner(
        id=PartnerId(row.id),
        name=row.name,
        wallet=row.wallet,
        state=PartnerState(row.state),
        tier=Tier(row.tier),
        created_at=UnixTime(row.created_at),
        settings=row.settings,
    )


def _shop(row: Row[Any]) -> Shop:
    return Shop(
        id=ShopId(row.id),
        partner=PartnerId(row.partner),
        name=row.name,
        address=row.address,
        state=State(row.state),
        online_only=row.online_only,
        created_at=UnixTime(row.created_at),
        settings=row.settings,
    )


def _cashier(row: Row[Any]) -> Cashier:
    return Cashier(
        id=CashierId(row.id),
        shop=ShopId(row.shop),
        name=row.name,
        state=State(row.state),
        created_at=UnixTime(row.created_at),
    )
