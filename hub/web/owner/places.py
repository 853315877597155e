"""Partners and shops by name, as far as somebody may see them; and where he may give a role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from contracts.wire.units import ShopId
from hub.core.access.people import LARGEST_PAGE, Page, Shop, State
from hub.core.access.roles import PROGRAMME, Grant, Permission, Role, Scope, may_give
from hub.core.ids import PartnerId
from hub.usecases.partners import list_partners
from hub.usecases.shops import list_shops
from hub.web.owner.viewer import Seen

ROLE_WORDS: Final = {
    Role.OPERATOR: "st_operator", Role.OWNER: "st_owner", Role.MANAGER: "st_manager",
    Role.CASHIER: "st_cashier", Role.AUDITOR: "st_auditor",
}  # fmt: skip
OFFERED: Final = (Role.MANAGER, Role.CASHIER, Role.AUDITOR, Role.OWNER, Role.OPERATOR)
"""As a form's list has them: who does not choose gives little."""


@dataclass(frozen=True, slots=True)
class Places:
    """What there is, by id."""

    partners: dict[PartnerId, str]
    shops: dict[ShopId, Shop]
    words: dict[str, str]

    @classmethod
    def seen_by(cls, viewer: Seen) -> Self:
        """Return the partners and shops that somebody may see."""
        everything = Page(limit=LARGEST_PAGE)
        found = list_partners(viewer.hub, viewer.actor, everything)
        shops = list_shops(viewer.hub, viewer.actor, everything, None)
        return cls({it.id: it.name for it in found}, {it.id: it for it in shops}, viewer.words)

    def partner(self, partner: PartnerId) -> str:
        """Return a partner's name, or its number to who may not know it."""
        return self.partners.get(partner) or self.words["st_somewhere"].format(number=partner)

    def shop(self, shop: ShopId) -> str:
        """Return a shop's name, or its number to who may not know it."""
        found = self.shops.get(shop)
        return found.name if found else self.words["st_somewhere"].format(number=shop)

    def named(self, scope: Scope) -> str:
        """Return the words for a scope."""
        if scope.partner is None:
            return self.words["st_whole"]
        if scope.shop is None:
            return self.words["st_all_shops"].format(partner=self.partner(scope.partner))
        shop = self.shop(scope.shop)
        return shop if len(self.partners) < 2 else f"{self.partner(scope.partner)}: {shop}"

    def scopes(self) -> list[Scope]:
        """Return every scope that there is to be chosen, the widest first."""
        found = [PROGRAMME]
        for partner in self.partners:
            found.append(Scope(partner))
            found += [
                Scope(it.partner, it.id) for it in self.shops.values()
                if it.partner == partner and it.state is State.ACTIVE
            ]  # fmt: skip
        return found

    def partners_for(self, viewer: Seen, permission: Permission) -> list[tuple[PartnerId, str]]:
        """Return the partners at which somebody may do that, for a form's list."""
        return [
            (number, name) for number, name in self.partners.items()
            if viewer.actor.may(permission, Scope(number))
        ]  # fmt: skip


def may_offer(giver: Sequence[Grant], places: Places) -> tuple[list[Role], list[Scope]]:
    """Return the roles that somebody may give anywhere, and the scopes where he may give any."""
    pairs = [
        (role, scope)
        for scope in places.scopes()
        for role in Role
        if may_give(giver, Grant(role, scope))
    ]
    roles = [role for role in OFFERED if any(role is it for it, _ in pairs)]
    return roles, list(dict.fromkeys(scope for _, scope in pairs))


def written(scope: Scope) -> str:
    """Return a scope as a form's value."""
    return "/".join(str(it) for it in (scope.partner, scope.shop) if it is not None)
