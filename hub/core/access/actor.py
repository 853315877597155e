"""Who of the staff asks for something, from where and why; and what is written down about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.roles import PROGRAMME, Grant, Permission, Role, Scope, may, may_somewhere
from hub.core.ids import PartnerId, StaffId

LONGEST_REASON: Final = 300
"""Characters of the reason that somebody gives for what he does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit log: who did what to what, when, from where and why."""

    at: UnixTime
    staff: StaffId | None
    """None: the operator at the console."""
    action: str
    """Two words such as `shop.add`."""
    subject: str
    """What it was done to, such as `shop 7`; never a secret."""
    partner: PartnerId | None = None
    reason: str = ""
    address: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person of the staff, as the guard let him in."""

    staff: StaffId | None
    grants: tuple[Grant, ...]
    address: str = ""
    """Where the request came from."""
    reason: str = ""
    """Why, in the person's own words."""

    def may(self, permission: Permission, scope: Scope = PROGRAMME) -> bool:
        """Whether this person may do that there."""
        return may(self.grants, permission, scope)

    def require(self, permission: Permission, scope: Scope = PROGRAMME) -> None:
        """Refuse what this person may not do there."""
        if not self.may(permission, scope):
            raise Refused(Refusal.FORBIDDEN, f"no {permission} here")

    def require_somewhere(self, permission: Permission) -> None:
        """Refuse what this person may not do anywhere; the things themselves are checked later."""
        if not may_somewhere(self.grants, permission):
            raise Refused(Refusal.FORBIDDEN, f"no {permission}")

    def partners(self, permission: Permission) -> frozenset[PartnerId] | None:
        """Return the partners where this person may do that somewhere; None: all of them."""
        scopes = self.scopes(permission)
        if any(scope.partner is None for scope in scopes):
            return None
        return frozenset(scope.partner for scope in scopes if scope.partner is not None)

    def scopes(self, permission: Permission) -> tuple[Scope, ...]:
        """Return where this person may do that."""
        return tuple(grant.scope for grant in self.grants if may((grant,), permission, grant.scope))

    def entry(
        self,
        at: UnixTime,
        action: str,
        subject: str,
        partner: PartnerId | None = None,
        **facts: object,
    ) -> Entry:
        """Return the audit log's row about something that this person did."""
        return Entry(
            at=at,
            staff=self.staff,
            action=action,
            subject=subject,
            partner=partner,
            reason=self.reason[:LONGEST_REASON],
            address=self.address,
            facts=facts,
        )


CONSOLE: Final = Actor(staff=None, grants=(Grant(Role.OPERATOR, PROGRAMME),), address="console")
"""Whoever can run commands on the hub's machine: the operator."""
