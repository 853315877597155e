"""What a till learns when it syncs: settings, catalogue, keys, cancellations, its lease."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final

from contracts.wire.bodies import LARGEST_AMOUNT
from contracts.wire.event import ENVELOPE, HASH_SIZE
from contracts.wire.keys import KEY_SIZE, KeyKind
from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import (
    Choice,
    Flag,
    Many,
    Maybe,
    Nested,
    Octets,
    Record,
    Rule,
    Text,
    Whole,
)
from contracts.wire.sealing import U24, U40
from contracts.wire.units import KeyId, Points, Tiyn, UnixTime
from contracts.wire.wording import Wording

NUMBER: Final = Whole(0, 2**53 - 1)
"""Any number that every JSON reader keeps exact."""
MOST_REWARDS: Final = 1000
"""Reward versions of which vouchers are live: a pastry shop has some fifty rewards."""
MOST_KEYS: Final = 64
"""Sixteen key ids of three kinds, and no more."""
MOST_CANCELLATIONS: Final = 2000
"""Of one reply; what is above comes with the next."""
MOST_REGISTERS: Final = 64
_ID: Final = Whole(1, 2**53 - 1)
_AMOUNT: Final = Whole(0, LARGEST_AMOUNT)


class SlipLanguage(StrEnum):
    """A language that slips are printed in."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"


class SlipLink(StrEnum):
    """What a slip's QR opens."""

    HUB = "hub"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class LedgerHead(Record):
    """The newest sealed block of the ledger."""

    RULES: ClassVar[Mapping[str, Rule]] = {"number": NUMBER, "hash": Octets(HASH_SIZE)}
    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class RemoteSlip(Record):
    """How slips are to be; None leaves a setting to the till."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "enabled": Maybe(Flag()),
        "separate": Maybe(Flag()),
        "languages": Maybe(Many(Choice(SlipLanguage), 2)),
        "claim_days": Maybe(Whole(1, 365)),
        "shop": Maybe(Text(48, shortest=0)),
        "link": Maybe(Choice(SlipLink)),
    }
    enabled: bool | None
    separate: bool | None
    languages: tuple[SlipLanguage, ...] | None
    claim_days: int | None
    shop: str | None
    link: SlipLink | None


@dataclass(frozen=True, slots=True)
class RemoteSettings(Record):
    """All that the hub may set on a till; None leaves a setting to the till."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "slip": Nested(RemoteSlip),
        "registers": Maybe(Many(Text(12, r"[0-9]{12}"), MOST_REGISTERS)),
        "total_max": Maybe(_AMOUNT),
        "auto_accept_max": Maybe(_AMOUNT),
        "earn_rate": Maybe(Whole(0, 1000)),
    }
    slip: RemoteSlip
    registers: tuple[str, ...] | None
    total_max: Tiyn | None
    """A larger total is not believed."""
    auto_accept_max: Tiyn | None
    """Up to this value a voucher needs no nod of the cashier."""
    earn_rate: Points | None
    """Points for each 100 ₸, to name on the slip *about* what a receipt earns; None names none."""


@dataclass(frozen=True, slots=True)
class Configuration(Record):
    """A version of a till's settings."""

    RULES: ClassVar[Mapping[str, Rule]] = {"version": _ID, "settings": Nested(RemoteSettings)}
    version: int
    settings: RemoteSettings


@dataclass(frozen=True, slots=True)
class CatalogueEntry(Record):
    """One frozen version of a reward."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "reward": _ID,
        "version": Whole(1, U24),
        "kind": Choice(RewardKind),
        "value": Maybe(_AMOUNT),
        "offline": Flag(),
        "title": Nested(Wording),
        "ring_up": Nested(Wording),
    }
    reward: int
    version: int
    """As vouchers name it: no two rewards share one."""
    kind: RewardKind
    value: Tiyn | None
    """What it is worth, where that is frozen."""
    offline: bool
    """A till may take it by seal and lease alone."""
    title: Wording
    ring_up: Wording

    def _agree(self) -> None:
        """Refuse to take offline what has no frozen value: no lease could count it."""
        if self.offline and self.value is None:
            raise Refused(Refusal.MISMATCH, "offline: a reward without a value is online only")


@dataclass(frozen=True, slots=True)
class Catalogue(Record):
    """Every version of which a voucher may be live."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "version": _ID, "rewards": Many(Nested(CatalogueEntry), MOST_REWARDS),
    }  # fmt: skip
    version: int
    rewards: tuple[CatalogueEntry, ...]


@dataclass(frozen=True, slots=True)
class TillKey(Record):
    """One key that a till holds."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "kind": Choice(KeyKind),
        "owner": Whole(1, U24),
        "key_id": Whole(0, 15),
        "key": Octets(KEY_SIZE),
        "current": Flag(),
    }
    kind: KeyKind
    owner: int
    """The till or the shop."""
    key_id: KeyId
    key: bytes = field(repr=False)
    current: bool
    """New codes are sealed with it; the others verify older ones."""

    def _agree(self) -> None:
        """Refuse keys that no till may hold."""
        if self.kind not in {KeyKind.CLAIM, KeyKind.VOUCHER_SHOP, KeyKind.VOUCHER_TILL}:
            raise Refused(Refusal.WRONG_KIND, "kind: a key that no till may hold")


@dataclass(frozen=True, slots=True)
class Keys(Record):
    """All keys that a till holds now; one that is not among them verifies nothing any more."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "version": _ID, "keys": Many(Nested(TillKey), MOST_KEYS),
    }  # fmt: skip
    version: int
    keys: tuple[TillKey, ...]


@dataclass(frozen=True, slots=True)
class Cancellation(Record):
    """A voucher that is no longer good, though its seal still is."""

    RULES: ClassVar[Mapping[str, Rule]] = {"number": _ID, "voucher": Whole(1, U40)}
    number: int
    """Of the cancellation; they climb."""
    voucher: int


@dataclass(frozen=True, slots=True)
class Cancellations(Record):
    """Cancellations above the number that the till named, in order."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "up_to": NUMBER, "vouchers": Many(Nested(Cancellation), MOST_CANCELLATIONS),
    }  # fmt: skip
    up_to: int
    """Whoever stores these has all up to this number."""
    vouchers: tuple[Cancellation, ...]


@dataclass(frozen=True, slots=True)
class Lease(Record):
    """What a till may hand out without asking."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "lease": _ID,
        "count": Whole(0, 10**6),
        "amount": Whole(0, 10**12),
        "expires_at": ENVELOPE["time"],
    }
    lease: int
    count: int
    """Vouchers."""
    amount: Tiyn
    """All of them together."""
    expires_at: UnixTime
