"""A hub with a stopped clock, a shop, and tills that hold a chain and hand it in."""

from collections.abc import Sequence as Many
from dataclasses import dataclass, field, replace

from contracts.wire.bodies import Body
from contracts.wire.enrolling import EnrolReply, EnrolRequest
from contracts.wire.event import Event, genesis
from contracts.wire.sync import Health, SyncHeader, SyncReply, write_request
from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.hub import Hub
from hub.usecases.enrolment import add_till, enrol_till
from hub.usecases.sync import sync_till
from hub.usecases.sync_parts import TillParts
from tests.hub.hubs import NOW, SetClock, hub_on

HEALTH = Health(
    version="0.1.0",
    platform="Linux x86_64",
    pending=0,
    oldest_pending_age=0,
    set_aside=0,
    printer=None,
    tap=None,
    disk_free=10**9,
    clock_offset=0,
    notes=(),
)


@dataclass
class TillRig:
    """A till: what it was told when it enrolled, and its chain."""

    enrolled: EnrolReply
    events: list[Event] = field(default_factory=list)
    header: dict[str, object] = field(default_factory=dict)

    @property
    def id(self) -> TillId:
        """Return its id."""
        return self.enrolled.till

    @property
    def head(self) -> bytes:
        """Return the hash of its newest event."""
        if self.events:
            return self.events[-1].hash
        return genesis(self.id, self.enrolled.enrolment)

    def append(self, *bodies: Body, at: int = NOW) -> list[Event]:
        """Put *bodies* at the end of the chain."""
        made = []
        for body in bodies:
            place = Sequence(len(self.events) + 1)
            event = Event(self.id, place, UnixTime(at), body, self.head)
            self.events.append(event)
            made.append(event)
        return made

    def request(self, lines: Many[bytes] | None = None) -> bytes:
        """Return a sync's body with these lines, by default the whole chain."""
        header = SyncHeader(
            generation=1,
            head_sequence=Sequence(len(self.events)),
            head_hash=self.head,
            ledger_head=None,
            config_version=0,
            catalogue_version=0,
            keys_version=0,
            cancellations_up_to=0,
            lease=None,
            health=HEALTH,
            spent_count=0,
        )
        header = replace(header, **self.header)  # type: ignore[arg-type]  # a test's own choice
        events = [event.raw for event in self.events] if lines is None else lines
        return write_request(header, events)


class TillWorld:
    """A hub on *store* with one partner and one shop."""

    def __init__(self, store: DatabaseStore) -> None:
        self.clock = SetClock()
        self.hub: Hub = hub_on(store, self.clock)
        with store.begin() as work:
            self.partner = work.partners.add("Бауырсақ", None, PartnerState.ACTIVE, UnixTime(NOW))
            self.shop = work.shops.add(self.partner, "Абай 1", "", UnixTime(NOW))
        self.owner = Actor(
            StaffId(1), (Grant(Role.OWNER, Scope(PartnerId(self.partner))),), reason="test"
        )

    def till(self, shop: ShopId | None = None, key: bytes = bytes(32)) -> TillRig:
        """Return a till that has enrolled."""
        made = add_till(self.hub, CONSOLE, shop or self.shop, "Касса")
        return TillRig(enrol_till(self.hub, enrol_request(made.code, key), "127.0.0.1"))

    def sync(
        self, till: TillRig, lines: Many[bytes] | None = None, parts: TillParts | None = None
    ) -> SyncReply:
        """Hand in *lines*, by default the whole chain."""
        return sync_till(self.hub, till.id, till.request(lines), parts or TillParts())


def enrol_request(code: str, key: bytes = bytes(32)) -> EnrolRequest:
    """Return what a till asks to enrol with *code*."""
    return EnrolRequest(code=code, public_key=key, name="KASSA-1", version="0.1.0")
