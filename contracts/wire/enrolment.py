"""What a till holds once it is enrolled: who it is, whose it is, and its keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from contracts.wire import claim
from contracts.wire.canonical import Json
from contracts.wire.enrolling import HUB_URL
from contracts.wire.event import ENROLMENT_ID
from contracts.wire.keys import KEY_SIZE, SHORTEST_SECRET, KeyKind, derive
from contracts.wire.refusals import Refused
from contracts.wire.rules import Flag, Maybe, Octets, Record, Rule, Text, Whole
from contracts.wire.sealing import U24
from contracts.wire.units import KeyId, ShopId, TillId

LONGEST_FILE: Final = 16 * 1024
"""Characters of an enrolment file; a whole one has about 500."""
_LONGEST_HOST: Final = 253


class InvalidEnrolment(Exception):
    """An enrolment that cannot be used: all problems at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Enrolment(Record):
    """What a till was told when it was enrolled, and the keys that it must keep to itself."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(1, 1),
        "till": Whole(1, U24),
        "shop": Whole(1, U24),
        "enrolment": ENROLMENT_ID,
        "generation": Whole(1, 2**16 - 1),
        "host": Text(_LONGEST_HOST, claim.HOST),
        "bot": Maybe(Text(32, claim.BOT)),
        "claim_key_id": Whole(0, 15),
        "claim_key": Octets(KEY_SIZE),
        "seed": Octets(KEY_SIZE),
        "local": Flag(),
        "hub_url": Maybe(HUB_URL),
    }
    till: TillId
    shop: ShopId
    enrolment: str
    """Names this enrolment; the till's chain of events is bound to it."""
    generation: int
    """Of the hub: one more after each restore from a backup."""
    host: str
    """The programme's host, as in `https://<host>/c/<code>`."""
    bot: str | None
    """The programme's Telegram bot, where it has one."""
    claim_key_id: KeyId
    claim_key: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    """Of the till's own Ed25519 key, which will sign what it sends."""
    local: bool
    """Made on this machine for a demonstration or a test: no hub knows it."""
    hub_url: str | None = None
    """Where the till sends, for one that a hub enrolled."""
    v: int = 1

    def _agree(self) -> None:
        """Refuse names that would make the claim's link too long to scan."""
        code = "x" * claim.CODE_LENGTH
        claim.hub_link(self.host, code)
        if self.bot is not None:
            claim.telegram_link(self.bot, code)

    def key_of(self, till: TillId, key_id: KeyId) -> bytes | None:
        """Return this till's claim key, for `claim.unseal`; None for any other till or key id."""
        mine = (till, key_id) == (self.till, self.claim_key_id)
        return self.claim_key if mine else None

    def to_text(self) -> str:
        """Return the enrolment as its file holds it."""
        return json.dumps(self.to_json(), indent=2, sort_keys=True) + "\n"


def read_enrolment(text: str) -> Enrolment:
    """Return the enrolment in the file's *text*, or raise InvalidEnrolment with all problems."""
    if len(text) > LONGEST_FILE:
        raise InvalidEnrolment([f"the file is longer than {LONGEST_FILE} characters"])
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidEnrolment(["the file is not JSON: enrol the till again"]) from error
    if not isinstance(value, dict):
        raise InvalidEnrolment(["the file holds no JSON object: enrol the till again"])
    # A file from before there were hubs names none.
    value.setdefault("hub_url", None)
    problems = _problems_in(value)
    if problems:
        raise InvalidEnrolment(problems)
    try:
        return Enrolment.from_json(value)
    except Refused as refused:
        raise InvalidEnrolment([refused.detail]) from refused


def local_enrolment(
    secret: bytes, *, till: TillId, shop: ShopId, host: str, bot: str | None = None
) -> Enrolment:
    """Return an enrolment that no hub has made, for demonstrations and tests.

    Its keys come from *secret* as a hub's would, so a hub that is given the same master secret
    accepts the codes that were printed under it.
    """
    if len(secret) < SHORTEST_SECRET:
        raise InvalidEnrolment([f"the master secret has fewer than {SHORTEST_SECRET} bytes"])
    if not 1 <= till <= U24:
        raise InvalidEnrolment([f"till {till} is not within 1 and {U24}"])
    key_id = KeyId(0)
    try:
        return Enrolment(
            till=till,
            shop=shop,
            enrolment=f"local-{till}",
            generation=1,
            host=host,
            bot=bot,
            claim_key_id=key_id,
            claim_key=derive(secret, KeyKind.CLAIM, till, key_id),
            seed=derive(secret, KeyKind.LOCAL_SEED, till, key_id),
            local=True,
        )
    except Refused as refused:
        raise InvalidEnrolment([refused.detail]) from refused


def _problems_in(value: dict[str, Json]) -> list[str]:
    """Return everything that is wrong with single fields."""
    rules = Enrolment.RULES
    problems = [f"{name}: missing" for name in rules if name not in value]
    problems += [f"{name[:40]}: unknown" for name in value if name not in rules]
    for name in rules.keys() & value.keys():
        try:
            rules[name].write(rules[name].read(value[name]))
        except Refused as refused:
            problems.append(f"{name}: {refused.detail}")
    return sorted(problems)
