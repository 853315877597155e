"""What a member's page offers to do, and how it looks when something was typed wrong."""

from dataclasses import dataclass
from typing import Any, Final

from contracts.wire import base64url
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission, Scope
from hub.core.adjustments import ADJUSTMENT_ID_SIZE, LARGEST_ADJUSTMENT
from hub.core.ids import PartnerId
from hub.usecases.members import MemberFile
from hub.usecases.partners import list_partners
from hub.web.owner.form import Form
from hub.web.owner.viewer import Seen
from hub.web.page_words import points_of

GIVE: Final = "give"
TAKE: Final = "take"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form of the member's page that was not right: which, and as it was typed."""

    what: str
    """adjust, block or erase."""
    form: Form


def actions_of(viewer: Seen, found: MemberFile, typed: Typed | None) -> dict[str, Any]:
    """Return what this person may do about the member."""
    gone = found.line.erased
    partners = [] if gone else adjusted_partners(viewer)
    cares = not gone and viewer.actor.may(Permission.MEMBERS_EDIT)
    fresh = {"name": base64url.encode(viewer.hub.random.octets(ADJUSTMENT_ID_SIZE))}
    forms = {
        what: typed.form if typed is not None and typed.what == what else Form(viewer.language, {})
        for what in ("adjust", "block", "erase")
    }
    forms["adjust"].values.setdefault("name", fresh["name"])
    return {
        "forms": forms,
        "typed": "" if typed is None else typed.what,
        "issuers": partners,
        "ways": [(GIVE, viewer.words["mb_give"]), (TAKE, viewer.words["mb_take"])],
        "cares": cares,
        "longest": LONGEST_REASON,
        "most_points": LARGEST_ADJUSTMENT,
        "adjust_how": viewer.words["mb_adjust_how"].format(
            alone=points_of(found.alone, viewer.language)
        ),
    }


def adjusted_partners(viewer: Seen) -> list[tuple[PartnerId, str]]:
    """Return the partners on whose account this person may give and take points."""
    if not viewer.actor.scopes(Permission.POINTS_ADJUST):
        return []
    return [
        (it.id, it.name)
        for it in list_partners(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
        if viewer.actor.may(Permission.POINTS_ADJUST, Scope(it.id))
    ]
