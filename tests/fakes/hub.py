"""A hub in memory, as one till sees it: it numbers, chains, leases and redeems, and can be cut."""

from dataclasses import dataclass, field

from agent.core.hub_words import HubRefused, HubSilent, PinTries
from agent.errors import AgentError
from contracts.wire import card
from contracts.wire.bodies import LeaseAct, LeaseBody, RedemptionBody
from contracts.wire.card_spending import (
    CardChoice,
    ChoicesReply,
    ChoicesRequest,
    SpendRequest,
)
from contracts.wire.event import Event, genesis, read_event
from contracts.wire.keys import KeyKind, derive
from contracts.wire.redeeming import (
    RedemptionReply,
    RedemptionRequest,
    RedemptionState,
    RewardKind,
    UndoRequest,
)
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.slip_state import SlipStateReply, SlipStateRequest
from contracts.wire.sync import SetAside, SyncHeader, SyncReply, read_request
from contracts.wire.sync_news import (
    Cancellation,
    Cancellations,
    Catalogue,
    CatalogueEntry,
    Configuration,
    Keys,
    Lease,
    LedgerHead,
    TillKey,
)
from contracts.wire.units import KeyId, Points, Sequence, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.voucher import HOURS_BEGIN, Scope, Voucher, seal, unseal
from contracts.wire.wording import Wording

SECRET = bytes(range(32))
KEY_ID = KeyId(0)
WORDS = Wording(kk="Круассан", ru="Круассан", en="Croissant")


def entry(version: int, value: int | None = 50_000, *, offline: bool = True) -> CatalogueEntry:
    """Return one version of a reward."""
    return CatalogueEntry(
        reward=version,
        version=version,
        kind=RewardKind.PRODUCT if value is not None else RewardKind.CASHBACK,
        value=Tiyn(value) if value is not None else None,
        offline=offline,
        title=WORDS,
        ring_up=WORDS,
    )


@dataclass
class MemoryHub:
    """The Hub port over a few dictionaries; what it says can be changed between two calls."""

    till: TillId
    shop: ShopId
    enrolment: str
    now: UnixTime
    silent: bool = False
    """No question arrives."""
    deaf: bool = False
    """Questions arrive and are answered, and no answer comes back."""
    refusal: AgentError | None = None
    """Of whatever is asked: its no, or a fault."""
    generation: int = 1
    events: dict[Sequence, Event] = field(default_factory=dict)
    refused: dict[Sequence, str] = field(default_factory=dict)
    resend_from: Sequence | None = None
    head: LedgerHead | None = None
    config: Configuration | None = None
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(1, (entry(1),)))
    keys_version: int = 1
    key_ids: tuple[KeyId, ...] = (KEY_ID,)
    lease: Lease | None = None
    revoked: bool = False
    redeemed: dict[int, tuple[bytes, UnixTime]] = field(default_factory=dict)
    """Voucher -> id of its redemption and when; vouchers that no one redeemed are held."""
    cancelled: list[int] = field(default_factory=list)
    issued: dict[int, Voucher] = field(default_factory=dict)
    headers: list[SyncHeader] = field(default_factory=list)
    asked: list[RedemptionRequest] = field(default_factory=list)
    closed: bool = False
    slips: dict[str, SlipStateReply] = field(default_factory=dict)
    """Claim code -> how it stands."""
    choices_of: dict[str, tuple[CardChoice, ...]] = field(default_factory=dict)
    """Card code -> what its member can have."""
    bad_cards: dict[str, Refusal] = field(default_factory=dict)
    pin: str = "4071"
    pin_no: HubRefused | None = None
    """Said to a wrong PIN in place of how many tries are left."""
    spent: list[SpendRequest] = field(default_factory=list)
    undo_s: int | None = None
    """How long a redemption may be taken back; None: never."""

    def issue(
        self, number: int, *, version: int = 1, scope: Scope = Scope.SHOP, hours: int = 48
    ) -> str:
        """Return the code of a new voucher, good for so many hours."""
        place = {Scope.ANY: 0, Scope.SHOP: self.shop, Scope.TILL: self.till}[scope]
        made = Voucher(
            key_id=KEY_ID,
            scope=scope,
            place=place,
            voucher=number,
            reward_version=version,
            not_after_hours=(self.now - HOURS_BEGIN) // 3600 + hours,
        )
        self.issued[number] = made
        return seal(made, self._key(scope, place, KEY_ID))

    def sync(self, body: bytes) -> SyncReply:
        """Take what a till hands in."""
        self._listen()
        header, lines = read_request(body)
        self.headers.append(header)
        set_aside = []
        for line in lines:
            event = read_event(line)
            why = self._take(event)
            if why is not None:
                set_aside.append(SetAside(event.sequence, why, "as this test wants it"))
        if not self.events and lines and read_event(lines[0]).sequence != 1:
            raise HubRefused(Refusal.BROKEN_CHAIN, "the chain does not begin at 1")
        reply = self._reply(header, tuple(set_aside))
        self._answer()
        return reply

    def redeem(self, request: RedemptionRequest, patience_s: float) -> RedemptionReply:
        """Decide about a voucher."""
        assert patience_s > 0
        self._listen()
        self.asked.append(request)
        voucher = self._voucher_of(request)
        known = self.redeemed.get(voucher.voucher)
        if known is not None and known[0] != request.id:
            reply = self._redemption(request.id, voucher, RedemptionState.ALREADY_REDEEMED_HERE)
        else:
            if voucher.voucher in self.cancelled:
                raise HubRefused(Refusal.CANCELLED, "this voucher was cancelled")
            if self.now > voucher.not_after:
                raise HubRefused(Refusal.EXPIRED, "its time is over")
            self.redeemed.setdefault(voucher.voucher, (request.id, self.now))
            reply = self._redemption(request.id, voucher, RedemptionState.ACCEPTED)
        self._answer()
        return reply

    def undo(self, redemption: bytes, request: UndoRequest) -> RedemptionReply:
        """Take a redemption back."""
        assert request.reason
        self._listen()
        for number, (known, _) in self.redeemed.items():
            if known == redemption:
                reply = self._redemption(redemption, self.issued[number], RedemptionState.UNDONE)
                del self.redeemed[number]
                return reply
        raise HubRefused(Refusal.NOT_FOUND, "no such redemption")

    def choices(self, request: ChoicesRequest, patience_s: float) -> ChoicesReply:
        """Tell what the member of a card can have."""
        assert patience_s > 0
        self._listen()
        if (no := self.bad_cards.get(request.code)) is not None:
            raise HubRefused(no, "this test wants it")
        self._answer()
        number = card.unchecked(request.code).number
        return ChoicesReply(number, Points(730), self.choices_of.get(request.code, ()))

    def spend(self, request: SpendRequest, patience_s: float) -> RedemptionReply:
        """Take a choice for a PIN; the same id is one voucher."""
        assert patience_s > 0
        self._listen()
        self.spent.append(request)
        if request.pin != self.pin:
            raise self.pin_no or HubRefused(Refusal.WRONG_PIN, "no", pin=PinTries(left=7))
        known = next((it for it, (by, _) in self.redeemed.items() if by == request.id), None)
        number = known or request.voucher or 10**6 + len(self.redeemed)
        if known is None:
            self.issue(number)
            self.redeemed[number] = (request.id, self.now)
        reply = self._redemption(request.id, self.issued[number], RedemptionState.ACCEPTED)
        self._answer()
        return reply

    def slip_state(self, request: SlipStateRequest, patience_s: float) -> SlipStateReply:
        """Tell how a slip's claim stands."""
        assert patience_s > 0
        self._listen()
        if request.code not in self.slips:
            raise HubRefused(Refusal.FORGED, "no slip of this test")
        self._answer()
        return self.slips[request.code]

    def close(self) -> None:
        """Hang up."""
        self.closed = True

    def kinds(self) -> list[str]:
        """Return the kinds of the events that came, in order."""
        return [self.events[it].kind.value for it in sorted(self.events)]

    def _listen(self) -> None:
        if self.silent:
            raise HubSilent("this test cut the line", "Wait.")
        if self.refusal is not None:
            raise self.refusal

    def _answer(self) -> None:
        if self.deaf:
            raise HubSilent("this test lost the answer", "Wait.")

    def _take(self, event: Event) -> str | None:
        known = self.events.get(event.sequence)
        if known is not None:
            assert known == event, "a chain that forks"
            return None
        before = self.events.get(Sequence(event.sequence - 1))
        expected = before.hash if before else genesis(self.till, self.enrolment)
        if event.sequence != len(self.events) + 1 or event.previous != expected:
            raise HubRefused(Refusal.BROKEN_CHAIN, "it does not follow")
        self.events[event.sequence] = event
        body = event.body
        if isinstance(body, LeaseBody) and body.act is LeaseAct.CLOSED:
            if self.lease is not None and self.lease.lease == body.lease:
                self.lease = None
        elif isinstance(body, RedemptionBody):
            self.redeemed.setdefault(body.voucher, (b"", event.time))
        return self.refused.get(event.sequence)

    def _reply(self, header: SyncHeader, set_aside: tuple[SetAside, ...]) -> SyncReply:
        resend, self.resend_from = self.resend_from, None
        old = header.cancellations_up_to
        fresh = header.catalogue_version != self.catalogue.version
        known = header.config_version
        return SyncReply(
            acknowledged=Sequence(len(self.events)),
            set_aside=set_aside,
            resend_from=resend,
            time=self.now,
            generation=self.generation,
            ledger_head=self.head,
            config=self.config if self.config and self.config.version != known else None,
            catalogue=self.catalogue if fresh else None,
            keys=self._keys() if header.keys_version != self.keys_version else None,
            cancellations=Cancellations(
                up_to=len(self.cancelled),
                vouchers=tuple(
                    Cancellation(old + place + 1, it)
                    for place, it in enumerate(self.cancelled[old:])
                ),
            ),
            lease=self.lease,
            revoked=self.revoked,
        )

    def _keys(self) -> Keys:
        owners = {
            KeyKind.CLAIM: self.till, KeyKind.VOUCHER_SHOP: self.shop,
            KeyKind.VOUCHER_TILL: self.till,
        }  # fmt: skip
        return Keys(
            version=self.keys_version,
            keys=tuple(
                TillKey(kind, owner, key_id, derive(SECRET, kind, owner, key_id), key_id == KEY_ID)
                for kind, owner in owners.items()
                for key_id in self.key_ids
            ),
        )

    def _key(self, scope: Scope, place: int, key_id: KeyId) -> bytes:
        kind = {
            Scope.ANY: KeyKind.VOUCHER_ANY, Scope.SHOP: KeyKind.VOUCHER_SHOP,
            Scope.TILL: KeyKind.VOUCHER_TILL,
        }[scope]  # fmt: skip
        return derive(SECRET, kind, place, key_id)

    def _voucher_of(self, request: RedemptionRequest) -> Voucher:
        if request.short_code is not None:
            number = int(request.short_code)
            if number not in self.issued:
                raise HubRefused(Refusal.NOT_FOUND, "no such voucher")
            return self.issued[number]
        try:
            return unseal(request.code or "", self._key)
        except Refused as refused:
            raise HubRefused(refused.refusal, refused.detail) from refused

    def _redemption(
        self, redemption: bytes, voucher: Voucher, state: RedemptionState
    ) -> RedemptionReply:
        entries = {it.version: it for it in self.catalogue.rewards}
        reward = entries[voucher.reward_version]
        at = self.redeemed[voucher.voucher][1]
        return RedemptionReply(
            id=redemption,
            state=state,
            voucher=voucher.voucher,
            reward=reward.reward,
            reward_version=reward.version,
            kind=reward.kind,
            title=reward.title,
            ring_up=reward.ring_up,
            value=reward.value,
            points=Points(500),
            redeemed_at=at,
            undo_until=UnixTime(at + self.undo_s) if self.undo_s is not None else None,
        )
