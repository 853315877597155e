"""What a member may ask for at any time: consent, a copy of everything, to be forgotten."""

from typing import Annotated, Any, Final, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StringConstraints

from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.core.access.roles import Permission
from hub.core.consent import TEXTS, VERSION, Consent, holds
from hub.core.ids import MemberId
from hub.usecases import old_members, privacy
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, require_staff, the_actor, the_member
from hub.web.rates import HEAVY, rated
from hub.web.shapes import LARGEST, Body, Path, Query, Reply, RowId, Whole

_ME: Final = Tag(name="me", description="A member's own data")
me = APIBlueprint("me", __name__, url_prefix="/api/v1/me", abp_tags=[_ME], abp_security=SESSION)
people = APIBlueprint(
    "people",
    __name__,
    url_prefix="/api/v1/members",
    abp_tags=[Tag(name="people", description="Requests about personal data")],
    abp_security=SESSION,
)
Answer = dict[str, Any]


class ConsentBody(Body):
    """What a member answers to the text that he read."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    language: Literal["kk", "ru", "en"]
    channel: Literal["miniapp", "browser", "counter"]
    given: bool


class ConsentRecord(Reply):
    """One answer on record."""

    version: str
    text_digest: str
    language: str
    channel: str
    given: bool
    at: int


class ConsentReply(Reply):
    """The text as it stands now, and what the member said so far."""

    version: str
    texts: dict[str, str]
    given: bool
    """The last answer was a yes to this very text."""
    record: list[ConsentRecord]


class CopyReply(Reply):
    """Everything that is stored about the member, row by row."""

    made_at: int
    tables: dict[str, list[dict[str, Any]]]


class ContactBody(Body):
    """What Telegram's requestContact answered, as it came."""

    contact: Annotated[str, StringConstraints(min_length=1, max_length=8192)]


class OldCodeBody(Body):
    """The one-time code that was told at the counter."""

    code: Annotated[str, StringConstraints(min_length=4, max_length=40)]


class CreditedReply(Reply):
    """How many points of an older scheme were credited now."""

    points: int


class ErasedPath(Path):
    """A member."""

    id: RowId


class BreachQuery(Query):
    """The time that a breach may have touched."""

    since: Whole
    until: Annotated[int, Field(ge=0, le=LARGEST)]


class BreachReply(Reply):
    """What the law asks to be told, from the data at hand."""

    made_at: int
    since: int
    until: int
    counts: dict[str, int]
    stored: list[str]
    never_stored: list[str]
    tell: list[str]


@me.get("/consent", responses={200: ConsentReply})
@require_member
def show_consent() -> Answer:
    """Show the text as it stands now, and what the member said so far."""
    return _consents(privacy.consents_of(the_hub(), the_member().id))


@me.post("/consent", responses={200: ConsentReply})
@require_member
def answer_consent(body: ConsentBody) -> Answer:
    """Put an answer on record; a later one counts, none is removed."""
    hub, member = the_hub(), the_member().id
    answer = privacy.Answer(body.version, body.language, body.channel, body.given)
    privacy.answer_consent(hub, member, answer)
    return _consents(privacy.consents_of(hub, member))


@me.get("/export", responses={200: CopyReply})
@require_member
@rated(HEAVY)
def copy_me() -> Answer:
    """Give the member a copy of everything that is stored about him."""
    hub = the_hub()
    tables = privacy.copy_of_member(hub, the_member().id)
    plain = {name: [plain_row(row) for row in rows] for name, rows in tables.items()}
    return {"made_at": hub.clock.now(), "tables": plain}


@me.delete("", responses={204: None})
@require_member
@rated(HEAVY)
def erase_me() -> tuple[str, int]:
    """Erase the member: name and number go, points return to their issuers, sessions end."""
    privacy.erase_member(the_hub(), the_member().id)
    return "", 204


@me.post("/old-card/contact", responses={200: CreditedReply})
@require_member
@rated(HEAVY)
def claim_by_contact(body: ContactBody) -> Answer:
    """Credit points of an older scheme by the phone number that Telegram signed."""
    points = old_members.claim_by_contact(the_hub(), the_member().id, body.contact)
    return {"points": points}


@me.post("/old-card/code", responses={200: CreditedReply})
@require_member
@rated(HEAVY)
def claim_by_code(body: OldCodeBody) -> Answer:
    """Credit points of an older scheme by the one-time code from the counter."""
    return {"points": old_members.claim_by_code(the_hub(), the_member().id, body.code)}


@people.delete("/<int:id>", responses={204: None})
@require_staff(Permission.MEMBERS_EDIT)
def erase_member(path: ErasedPath) -> tuple[str, int]:
    """Erase a member who asked for it in person or in writing."""
    privacy.erase_for_member(the_hub(), the_actor(), MemberId(path.id))
    return "", 204


@people.get("/breach-report", responses={200: BreachReply})
@require_staff(Permission.MEMBERS_EDIT)
@rated(HEAVY)
def report_breach(query: BreachQuery) -> Answer:
    """Gather what must be told within one business day of finding a breach."""
    since, until = UnixTime(query.since), UnixTime(query.until)
    return privacy.breach_report(the_hub(), the_actor(), since, until)


def _consents(found: list[Consent]) -> Answer:
    record = [
        ConsentRecord(
            version=it.version,
            text_digest=it.text_digest.hex(),
            language=it.language,
            channel=it.channel,
            given=it.given,
            at=it.at,
        )
        for it in found
    ]
    return ConsentReply(
        version=VERSION, texts=dict(TEXTS), given=holds(found), record=record
    ).model_dump()


def plain_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as JSON can hold it."""
    return {
        name: base64url.encode(value) if isinstance(value, bytes) else value
        for name, value in row.items()
    }
