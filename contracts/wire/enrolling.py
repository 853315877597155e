"""Enrolment over the wire: a one-time code and the till's new public key, for what a till holds.

`POST /api/v1/tills/enrol`. The same code with the same key gets the same answer again, so that a
lost answer costs nothing; with another key it is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from contracts.wire import claim
from contracts.wire.event import ENROLMENT_ID, ENVELOPE
from contracts.wire.keys import KEY_SIZE
from contracts.wire.messages import MESSAGE_VERSION
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.request_signature import PUBLIC_KEY_SIZE
from contracts.wire.rules import Maybe, Octets, Record, Rule, Text, Whole
from contracts.wire.sealing import U24
from contracts.wire.units import KeyId, ShopId, TillId, UnixTime

ENROL_PATH: Final = "/api/v1/tills/enrol"
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: without I, L, O and U, which are read or heard wrong."""
CODE_LENGTH: Final = 16
"""80 bits: guessing is hopeless, typing is bearable."""
GROUP: Final = 4
LONGEST_ENROL: Final = 4096
"""Bytes of a request or a reply: each has some 500."""
HUB_URL: Final = Text(
    200, r"https?://(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]{2,39}\])(?::[0-9]{1,5})?"
)
"""The rule of a hub's address: scheme, host and port, no path."""

_CODE: Final = Text(CODE_LENGTH, f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
_HEARD_WRONG: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def code_typed(text: str) -> str:
    """Return the one-time code that a person typed, in its one spelling; refuse what is none."""
    code = text[: 4 * CODE_LENGTH].upper().translate(_HEARD_WRONG)
    if not re.fullmatch(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}", code):
        raise Refused(Refusal.MALFORMED, f"a one-time code has {CODE_LENGTH} letters and digits")
    return code


def code_shown(code: str) -> str:
    """Return a one-time code as people read it: in groups."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


@dataclass(frozen=True, slots=True)
class EnrolRequest(Record):
    """A till asks to be one of the programme's."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "code": _CODE,
        "public_key": Octets(PUBLIC_KEY_SIZE),
        "name": Text(64),
        "version": Text(32),
    }
    code: str = field(repr=False)
    public_key: bytes
    """Of the Ed25519 key that the till made for this and keeps to itself."""
    name: str
    """Of the computer, for whoever looks at the list of tills."""
    version: str
    """Of the agent."""
    v: int = MESSAGE_VERSION


@dataclass(frozen=True, slots=True)
class EnrolReply(Record):
    """Who the till is from now on."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "till": ENVELOPE["till"],
        "shop": Whole(1, U24),
        "enrolment": ENROLMENT_ID,
        "generation": Whole(1, 2**16 - 1),
        "host": Text(253, claim.HOST),
        "bot": Maybe(Text(32, claim.BOT)),
        "claim_key_id": Whole(0, 15),
        "claim_key": Octets(KEY_SIZE),
        "hub_url": HUB_URL,
        "time": ENVELOPE["time"],
    }
    till: TillId
    shop: ShopId
    enrolment: str
    generation: int
    host: str
    bot: str | None
    claim_key_id: KeyId
    claim_key: bytes = field(repr=False)
    hub_url: str
    """Where the till sends from now on."""
    time: UnixTime
    """The hub's clock."""
    v: int = MESSAGE_VERSION
