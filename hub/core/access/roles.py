"""Roles, what each may do, and where: data, so that a person can read it and a test can walk it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts.wire.units import ShopId
from hub.core.ids import PartnerId


class Role(StrEnum):
    """What a person of the staff is; the value is stored and never renamed."""

    OPERATOR = "operator"
    """Runs the hub; the whole programme."""
    OWNER = "owner"
    """Owns one partner; all its shops."""
    MANAGER = "manager"
    """Runs one shop, or all shops of one partner."""
    CASHIER = "cashier"
    """Stands at a till and may look things up for a member."""
    AUDITOR = "auditor"
    """Reads, and only reads: the whole programme or one partner."""


class Permission(StrEnum):
    """One thing that staff can do; each endpoint for staff names the one it needs."""

    PARTNERS_READ = "partners.read"
    PARTNERS_APPROVE = "partners.approve"
    """Let a partner in, suspend it, invite one."""
    PARTNERS_EDIT = "partners.edit"
    """A partner's own name and wallet."""
    SHOPS_READ = "shops.read"
    SHOPS_EDIT = "shops.edit"
    TILLS_READ = "tills.read"
    TILLS_EDIT = "tills.edit"
    """Enrol, revoke, configure, write off."""
    CASHIERS_READ = "cashiers.read"
    CASHIERS_EDIT = "cashiers.edit"
    STAFF_READ = "staff.read"
    STAFF_EDIT = "staff.edit"
    RULES_READ = "rules.read"
    RULES_EDIT = "rules.edit"
    REWARDS_READ = "rewards.read"
    REWARDS_EDIT = "rewards.edit"
    VOUCHERS_READ = "vouchers.read"
    VOUCHERS_EDIT = "vouchers.edit"
    """Cancel a voucher, undo a redemption."""
    MEMBERS_READ = "members.read"
    MEMBERS_EDIT = "members.edit"
    """Block a member, merge two, answer requests about personal data."""
    CARDS_READ = "cards.read"
    CARDS_GIVE = "cards.give"
    """Give a card to a new member who has no phone."""
    CARDS_EDIT = "cards.edit"
    """Block and replace a partner's cards, give a new PIN, with a reason."""
    POINTS_ADJUST = "points.adjust"
    """Ask for an adjustment; a large one needs a second person with this permission."""
    REVIEWS_READ = "reviews.read"
    REVIEWS_DECIDE = "reviews.decide"
    REPORTS_READ = "reports.read"
    EXPORTS_READ = "exports.read"
    IMPORTS_EDIT = "imports.edit"
    WEBHOOKS_READ = "webhooks.read"
    WEBHOOKS_EDIT = "webhooks.edit"
    SETTINGS_READ = "settings.read"
    SETTINGS_EDIT = "settings.edit"
    LEDGER_READ = "ledger.read"
    AUDIT_READ = "audit.read"

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.value.endswith(".read")


_READS: Final = frozenset(permission for permission in Permission if permission.reads)
_PROGRAMME_ONLY: Final = frozenset(
    {Permission.PARTNERS_APPROVE, Permission.SETTINGS_EDIT, Permission.MEMBERS_EDIT}
)
"""What concerns every partner at once."""
_OWNER_ONLY: Final = frozenset(
    {
        Permission.PARTNERS_EDIT,
        Permission.SHOPS_EDIT,
        Permission.STAFF_EDIT,
        Permission.RULES_EDIT,
        Permission.REWARDS_EDIT,
        Permission.IMPORTS_EDIT,
        Permission.WEBHOOKS_READ,
        Permission.WEBHOOKS_EDIT,
        Permission.EXPORTS_READ,
        Permission.LEDGER_READ,
        Permission.AUDIT_READ,
    }
)
"""Of what a partner may do, what is not for a manager."""
_PARTNER: Final = frozenset(Permission) - _PROGRAMME_ONLY

PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.OPERATOR: frozenset(Permission),
        Role.OWNER: _PARTNER,
        Role.MANAGER: _PARTNER - _OWNER_ONLY,
        Role.CASHIER: frozenset(
            {
                Permission.SHOPS_READ,
                Permission.REWARDS_READ,
                Permission.VOUCHERS_READ,
                Permission.CARDS_READ,
            }
        ),
        Role.AUDITOR: _READS,
    }
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose thing is meant: the programme's, one partner's, or one shop's."""

    partner: PartnerId | None = None
    shop: ShopId | None = None

    def __post_init__(self) -> None:
        """Check that a shop stands under its partner."""
        assert self.shop is None or self.partner is not None, "a shop belongs to a partner"

    def covers(self, other: "Scope") -> bool:
        """Whether *other* lies within this scope."""
        if self.partner is None:
            return True
        return self.partner == other.partner and self.shop in (None, other.shop)


PROGRAMME: Final = Scope()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody has somewhere."""

    role: Role
    scope: Scope


def may(grants: Iterable[Grant], permission: Permission, scope: Scope) -> bool:
    """Whether any of *grants* allows *permission* for the things of *scope*."""
    return any(permission in PERMISSIONS[grant.role] and grant.scope.covers(scope)
               for grant in grants)  # fmt: skip


def may_somewhere(grants: Iterable[Grant], permission: Permission) -> bool:
    """Whether any of *grants* allows *permission* at all."""
    return any(permission in PERMISSIONS[grant.role] for grant in grants)


def may_give(giver: Iterable[Grant], given: Grant) -> bool:
    """Whether somebody with the grants of *giver* may give (or take away) *given*.

    Nobody gives what he could not do himself, so there is no way up: not by role, not by scope.
    """
    if given.role is Role.OPERATOR and given.scope != PROGRAMME:
        return False
    if given.role in (Role.OWNER, Role.MANAGER, Role.CASHIER) and given.scope.partner is None:
        return False
    if given.role is Role.OWNER and given.scope.shop is not None:
        return False
    return any(
        Permission.STAFF_EDIT in PERMISSIONS[grant.role]
        and PERMISSIONS[given.role] <= PERMISSIONS[grant.role]
        and grant.scope.covers(given.scope)
        for grant in giver
    )
