"""A member's own passkeys, and joining the account in the browser with the one in Telegram."""

from typing import Annotated, Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import ConfigDict, StringConstraints

from hub.core.access.passkeys import LARGEST_ANSWER, LONGEST_NAME
from hub.usecases.account_merging import CODE_LENGTH, make_merge_code, merge_accounts
from hub.usecases.passkeys import (
    add_passkey,
    ask_for_another,
    remove_passkey,
    rename_passkey,
)
from hub.web import app_joining
from hub.web.app_browser import AnswerBody, creation_options
from hub.web.app_opening import fragment, said
from hub.web.app_viewer import Viewer
from hub.web.context import the_hub
from hub.web.guards import require_member, the_member
from hub.web.look import look_url
from hub.web.principal import address, language
from hub.web.rates import SIGNING_IN, rated
from hub.web.shapes import Body, Path, RowId

KeyName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]

app_keys = APIBlueprint(
    "app_keys", __name__, url_prefix="/app", template_folder="templates", doc_ui=False
)


class KeyBody(Body):
    """A key that a phone has just made."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST_ANSWER, cache_strings="keys")

    answer: AnswerBody
    name: KeyName


class NameBody(Body):
    """What a key is called."""

    name: KeyName


class KeyPath(Path):
    """Which key."""

    id: RowId


class JoinBody(Body):
    """The code of the other account."""

    code: Annotated[str, StringConstraints(min_length=CODE_LENGTH, max_length=CODE_LENGTH)]


@app_keys.context_processor
def _for_templates() -> dict[str, Any]:
    return {"look": look_url}


@app_keys.post("/keys/challenge")
@require_member
def begin_key() -> dict[str, Any]:
    """Return what the browser asks the phone for, to make one more key."""
    member = the_member()
    return creation_options(ask_for_another(the_hub(), member.id), member.first_name)


@app_keys.post("/keys")
@require_member
@rated(SIGNING_IN)
def add_key(body: KeyBody) -> Response:
    """Add a key, and show all of them."""
    viewer = _viewer()
    mine = add_passkey(viewer.hub, viewer.member.id, body.answer.plain(), body.name)
    return fragment(app_joining.keys_of(viewer, mine))


@app_keys.put("/keys/<int:id>")
@require_member
def name_key(path: KeyPath, body: NameBody) -> Response:
    """Call a key something else, and show all of them."""
    viewer = _viewer()
    rename_passkey(viewer.hub, viewer.member.id, path.id, body.name)
    return fragment(app_joining.keys(viewer))


@app_keys.delete("/keys/<int:id>")
@require_member
def remove_key(path: KeyPath) -> Response:
    """Forget a key, and show those that are left."""
    viewer = _viewer()
    remove_passkey(viewer.hub, viewer.member.id, path.id)
    return fragment(app_joining.keys(viewer))


@app_keys.post("/join")
@require_member
def begin_join() -> Response:
    """Make the way into Telegram, good once and not for long."""
    viewer = _viewer()
    made = make_merge_code(viewer.hub, viewer.member.id)
    return fragment(app_joining.join_link(viewer, made))


@app_keys.post("/joining")
@require_member
@rated(SIGNING_IN)
def finish_join(body: JoinBody) -> Response:
    """Let the other account go into this one, now that its member has seen what that does."""
    viewer = _viewer()
    done = merge_accounts(viewer.hub, viewer.member.id, body.code, address())
    return said(viewer, app_joining.joined(viewer, done))


def _viewer() -> Viewer:
    return Viewer(the_hub(), the_member(), language())
