"""Tills on the dashboard, as JSON."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, WithJsonSchema

from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.ports.tills import TillView
from hub.core.till_settings import REGISTERS, settings_schema
from hub.usecases.enrolment import LONGEST_NAME, TillCode
from hub.web.shapes import Body, Path, Query, Reply, RowId, Whole

TillName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]


class TillPath(Path):
    """Which till."""

    till: RowId


class TillShopPath(Path):
    """Which shop."""

    shop: RowId


class TillsQuery(Query):
    """Which rows of the list of tills."""

    after: Whole = 0
    """The `next` of the page before; 0 for the first page."""
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 50

    def page(self) -> Page:
        """Return the page as the core knows it."""
        return Page(self.after, self.limit)


class AddTillBody(Body):
    """A till to be."""

    shop: RowId
    name: TillName


class RenameTillBody(Body):
    """A till's other name."""

    name: TillName


class TillSettingsBody(Body):
    """Settings of one till; they win over its shop's."""

    settings: Annotated[dict[str, Any], WithJsonSchema(settings_schema(of_shop=False))]


class ShopTillSettingsBody(Body):
    """Settings of all tills of a shop."""

    settings: Annotated[dict[str, Any], WithJsonSchema(settings_schema(of_shop=True))]


class RotateTillKeyBody(Body):
    """Which of a till's keys is to be changed."""

    kind: Literal["claim", "voucher-till"]
    stolen: bool = False
    """The old key is good no more, at once."""


class RotateShopKeyBody(Body):
    """How a shop's voucher key is to be changed."""

    stolen: bool = False
    """Only the hub decides until each till has the new key."""


class TillCodeReply(Reply):
    """A till's one-time code, shown once."""

    till: int
    code: str
    expires_at: int


class KeyIdReply(Reply):
    """The id of a new key."""

    key_id: int


class TillSettingsReply(Reply):
    """The settings of all tills of a shop."""

    settings: dict[str, Any]


class TillReply(Reply):
    """A till."""

    id: int
    shop: int
    partner: int
    name: str
    state: Literal["waiting", "active", "quarantined", "revoked", "written_off"]
    reason: str
    created_at: int
    code_expires_at: int | None
    synced_at: int | None
    head_sequence: int
    head_at: int
    generation: int
    fork_from: int | None
    revoked_at: int | None
    revoked_head: int | None
    online_only: bool
    claim_key: int
    settings: dict[str, Any]
    health: dict[str, Any]
    """As the till said when it synced last."""


class TillsReply(Reply):
    """A page of tills."""

    items: list[TillReply]
    next: int | None


class SetAsideReply(Reply):
    """An event that the hub can never accept."""

    sequence: int
    refusal: str
    detail: str
    received_at: int
    size: int


class SetAsideEventsReply(Reply):
    """A page of what a till handed in that can never be accepted."""

    items: list[SetAsideReply]
    next: int | None
    forked: int
    """Lines that are kept of another branch of its chain."""


def code_reply(made: TillCode) -> dict[str, object]:
    """Return a one-time code as JSON."""
    found = TillCodeReply(till=made.till, code=made.code, expires_at=made.expires_at)
    return found.model_dump()


def till_reply(view: TillView) -> TillReply:
    """Return a till as JSON."""
    till = view.till
    return TillReply(
        id=till.id,
        shop=till.shop,
        partner=till.partner,
        name=till.name,
        state=till.state.value,
        reason=view.reason,
        created_at=view.created_at,
        code_expires_at=view.code_expires_at,
        synced_at=till.synced_at,
        head_sequence=till.head_sequence,
        head_at=till.head_at,
        generation=till.generation,
        fork_from=till.fork_from,
        revoked_at=view.revoked_at,
        revoked_head=till.revoked_head,
        online_only=till.online_only,
        claim_key=till.claim_key,
        settings={**till.settings, REGISTERS: list(till.registers)},
        health=dict(view.health),
    )
