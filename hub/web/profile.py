"""What a member chose: his language, and whether he is written to."""

from typing import Any, Final, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from hub.usecases.own_profile import Profile, change_profile, profile_of
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, the_member
from hub.web.shapes import Body, Reply

_PROFILE: Final = Tag(name="profile", description="How a member wants to be spoken to")
my_profile = APIBlueprint(
    "my_profile", __name__, url_prefix="/api/v1/me/profile",
    abp_tags=[_PROFILE], abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any]


class ProfileBody(Body):
    """What is chosen now; what is not named stays as it is."""

    language: Literal["kk", "ru", "en"] | None = None
    notices: bool | None = None


class ProfileReply(Reply):
    """What the member chose."""

    language: str
    notices: bool | None
    """Whether the bot may write to him; null while he has not been asked."""


@my_profile.get("", responses={200: ProfileReply})
@require_member
def show_profile() -> Answer:
    """Show what the member chose."""
    return _reply(profile_of(the_member()))


@my_profile.put("", responses={200: ProfileReply})
@require_member
def choose_profile(body: ProfileBody) -> Answer:
    """Store what the member chose now."""
    made = change_profile(the_hub(), the_member().id, language=body.language, notices=body.notices)
    return _reply(made)


def _reply(profile: Profile) -> Answer:
    return ProfileReply.model_validate(profile).model_dump()
