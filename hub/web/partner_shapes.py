"""Partners, shops, cashiers, staff and the audit log, as JSON."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from contracts.wire.units import ShopId
from hub.core.access.actor import Entry
from hub.core.access.people import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    Cashier,
    Partner,
    Shop,
    Staff,
)
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId
from hub.web.auth_shapes import GrantReply, Login, SessionReply, grant_reply
from hub.web.pages import PageQuery
from hub.web.shapes import Body, Path, Reply, RowId, Whole

PlainName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Address = Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS)]
Pin = Annotated[str, StringConstraints(pattern="^[0-9]{4,8}$")]
StateName = Literal["active", "suspended"]
RoleName = Literal["operator", "owner", "manager", "cashier", "auditor"]
SettingName = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
SettingText = Annotated[str, StringConstraints(max_length=200)]
Settings = Annotated[dict[SettingName, bool | Whole | SettingText], Field(max_length=50)]
"""A few short settings; what each means is for whoever reads it."""


class RowPath(Path):
    """Which one."""

    id: RowId


class ShopsQuery(PageQuery):
    """Which shops of a list."""

    partner: RowId | None = None


class PartnerReply(Reply):
    """A partner."""

    id: int
    name: str
    wallet: str | None
    state: Literal["pending", "active", "suspended"]
    tier: str
    created_at: int
    settings: dict[str, Any]


class PartnersReply(Reply):
    """A page of partners."""

    items: list[PartnerReply]
    next: str | None


class RegisteredReply(Reply):
    """A partner that has just registered, and its owner's session."""

    partner: PartnerReply
    session: SessionReply


class PartnerInvitationReply(Reply):
    """A code with which somebody may register a partner; shown once."""

    code: str


class ChangePartnerBody(Body):
    """A partner's name, and its settings where they change."""

    name: PlainName
    settings: Settings | None = None


class DecidePartnerBody(Body):
    """Whether a partner takes part."""

    state: StateName


class ShopReply(Reply):
    """A shop."""

    id: int
    partner: int
    name: str
    address: str
    state: StateName
    online_only: bool
    created_at: int
    settings: dict[str, Any]


class ShopsReply(Reply):
    """A page of shops."""

    items: list[ShopReply]
    next: str | None


class AddShopBody(Body):
    """A new shop of a partner."""

    partner: RowId
    name: PlainName
    address: Address = ""


class ChangeShopBody(Body):
    """What changes about a shop; what is not named stays."""

    name: PlainName | None = None
    address: Address | None = None
    state: StateName | None = None
    settings: Settings | None = None


class CashierReply(Reply):
    """A cashier."""

    id: int
    shop: int
    name: str
    state: StateName
    created_at: int


class CashiersReply(Reply):
    """A page of cashiers."""

    items: list[CashierReply]
    next: str | None


class AddCashierBody(Body):
    """A new cashier of a shop."""

    name: PlainName
    pin: Pin


class ChangeCashierBody(Body):
    """What changes about a cashier; what is not named stays."""

    name: PlainName | None = None
    state: StateName | None = None
    pin: Pin | None = None


class CheckPinBody(Body):
    """A cashier types his PIN at a till."""

    cashier: RowId
    pin: Pin


class StaffReply(Reply):
    """A person of the staff, with the roles that the asker may see."""

    id: int
    login: str
    name: str
    wallet: str | None
    state: StateName
    has_password: bool
    has_totp: bool
    created_at: int
    grants: list[GrantReply]


class StaffPageReply(Reply):
    """A page of the staff."""

    items: list[StaffReply]
    next: str | None


class GrantBody(Body):
    """A role somewhere: the programme's (neither), a partner's, or one shop's."""

    role: RoleName
    partner: RowId | None = None
    shop: RowId | None = None

    def grant(self) -> Grant | None:
        """Return the role as the core knows it; None when a shop stands without its partner."""
        if self.shop is not None and self.partner is None:
            return None
        partner = None if self.partner is None else PartnerId(self.partner)
        shop = None if self.shop is None else ShopId(self.shop)
        return Grant(Role(self.role), Scope(partner, shop))


class AddStaffBody(GrantBody):
    """A new person of the staff and his first role."""

    login: Login
    name: PlainName


class ChangeStaffBody(Body):
    """What changes about a person of the staff; what is not named stays."""

    name: PlainName | None = None
    state: StateName | None = None


class InviteStaffBody(Body):
    """How far back a person of the staff starts."""

    forget_totp: bool = False


class InvitedReply(Reply):
    """A person of the staff and the code to set a password with; shown once."""

    person: StaffReply
    code: str


class AuditReply(Reply):
    """One thing that somebody of the staff did."""

    id: int
    at: int
    staff: int | None
    """None: the operator, at the console of the hub's machine."""
    action: str
    subject: str
    partner: int | None
    reason: str
    address: str
    facts: dict[str, Any]


class AuditPageReply(Reply):
    """A page of the audit log, newest first."""

    items: list[AuditReply]
    next: str | None


def partner_reply(partner: Partner) -> PartnerReply:
    """Return a partner as JSON."""
    return PartnerReply.model_validate(partner)


def shop_reply(shop: Shop) -> ShopReply:
    """Return a shop as JSON."""
    return ShopReply.model_validate(shop)


def cashier_reply(cashier: Cashier) -> CashierReply:
    """Return a cashier as JSON."""
    return CashierReply.model_validate(cashier)


def staff_reply(person: Staff) -> StaffReply:
    """Return a person of the staff as JSON."""
    return StaffReply(
        id=person.id,
        login=person.login,
        name=person.name,
        wallet=person.wallet,
        state=person.state.value,
        has_password=person.has_password,
        has_totp=person.has_totp,
        created_at=person.created_at,
        grants=[grant_reply(grant) for grant in person.grants],
    )


def audit_reply(number: int, entry: Entry) -> AuditReply:
    """Return a row of the audit log as JSON."""
    return AuditReply(
        id=number,
        at=entry.at,
        staff=entry.staff,
        action=entry.action,
        subject=entry.subject,
        partner=entry.partner,
        reason=entry.reason,
        address=entry.address,
        facts=dict(entry.facts),
    )
