"""A member says how he wants to be spoken to: his language, and whether he is written to."""

from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Member
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub
from hub.usecases.sign_in import LANGUAGES

_NOTICES: Final = "notices"
"""The one thing in a member's settings: whether the bot may write to him."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member chose."""

    language: str
    notices: bool | None
    """Whether he is written to; None while he has not been asked."""


def profile_of(member: Member) -> Profile:
    """Return what *member* chose."""
    notices = member.settings.get(_NOTICES)
    return Profile(member.language, notices if isinstance(notices, bool) else None)


def with_notices(member: Member, *, notices: bool) -> dict[str, Any]:
    """Return the settings of *member* with his word on whether he is written to."""
    return {**member.settings, _NOTICES: notices}


def change_profile(
    hub: Hub, member: MemberId, *, language: str | None = None, notices: bool | None = None
) -> Profile:
    """Store what a member chose now; what is not named stays as it is."""
    if language is not None and language not in LANGUAGES:
        raise Refused(Refusal.VALIDATION, "language: kk, ru or en")
    with hub.store.begin() as work:
        found = work.members.lock(member)
        if found is None or found.erased_at is not None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        if language is not None:
            work.members.set_profile(member, first_name=found.first_name, language=language)
        if notices is not None:
            work.members.set_settings(member, with_notices(found, notices=notices))
        changed = work.members.get(member)
        assert changed is not None, "it is locked"
        return profile_of(changed)
