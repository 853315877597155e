"""Who belongs to the programme, as the operator's console adds and lists them."""

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId
from hub.assembly import started_hub_of
from hub.config import HubSettings
from hub.core.access.actor import CONSOLE
from hub.core.access.people import LARGEST_PAGE, Page, State
from hub.core.access.roles import PROGRAMME, Grant, Role, Scope
from hub.core.access.secrets import require_good_password
from hub.core.access.sessions import SignedIn
from hub.core.ids import PartnerId
from hub.core.ports.tills import TillView
from hub.errors import HubError
from hub.usecases.enrolment import TillCode, add_till
from hub.usecases.founding import Founded, found_partner
from hub.usecases.own_account import accept_invitation
from hub.usecases.staff import add_staff, list_staff
from hub.usecases.tills import list_tills


def add_partner(
    settings: HubSettings, name: str, shops: tuple[str, ...], *, another: bool = False
) -> Founded:
    """Add a partner that is approved at once, and its shops; twice is once."""
    try:
        return found_partner(started_hub_of(settings), CONSOLE, name, shops, another=another)
    except Refused as refused:
        if refused.refusal is not Refusal.TAKEN:
            raise
        raise HubError(
            f"Nothing was changed: {refused.detail}.",
            "Name its shops as they are, or make a second partner of this name with --another.",
        ) from refused


def add_owner(
    settings: HubSettings, login: str, name: str, partner: int | None, password: str
) -> SignedIn:
    """Add somebody who signs in with a password: a partner's owner, or an operator."""
    hub = started_hub_of(settings)
    where = Grant(Role.OPERATOR, PROGRAMME)
    if partner is not None:
        where = Grant(Role.OWNER, Scope(PartnerId(partner)))
    require_good_password(password, login)
    invited = add_staff(hub, CONSOLE, login, name, where)
    return accept_invitation(hub, invited.code, password, CONSOLE.address)


def has_staff(settings: HubSettings) -> bool:
    """Tell whether anybody can sign in to the dashboard."""
    return bool(list_staff(started_hub_of(settings), CONSOLE, Page(0, 1)))


def operators_without_codes(settings: HubSettings) -> list[str]:
    """Return the logins of operators who sign in with a password alone."""
    hub, found = started_hub_of(settings), list[str]()
    page = Page(0, LARGEST_PAGE)
    operator = Grant(Role.OPERATOR, PROGRAMME)
    while more := list_staff(hub, CONSOLE, page):
        found += [
            it.login
            for it in more
            if operator in it.grants and it.has_password and not it.has_totp
            and it.state is State.ACTIVE
        ]  # fmt: skip
        page = Page(more[-1].id, LARGEST_PAGE)
    return found


def add_till_of(settings: HubSettings, shop: int, name: str) -> TillCode:
    """Make a till and its one-time code."""
    return add_till(started_hub_of(settings), CONSOLE, ShopId(shop), name)


def tills_known(settings: HubSettings) -> list[TillView]:
    """Return every till."""
    hub, found = started_hub_of(settings), list[TillView]()
    page = Page(0, LARGEST_PAGE)
    while more := list_tills(hub, CONSOLE, page):
        found += more
        page = Page(more[-1].till.id, LARGEST_PAGE)
    return found
