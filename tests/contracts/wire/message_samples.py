"""One message of each kind, as till and hub send them."""

from typing import Final

from contracts.wire.card_spending import (
    CardChoice,
    ChoicesReply,
    ChoicesRequest,
    SpendRequest,
)
from contracts.wire.enrolling import EnrolReply, EnrolRequest
from contracts.wire.event import genesis
from contracts.wire.keys import KeyKind, derive
from contracts.wire.redeeming import (
    RedemptionReply,
    RedemptionRequest,
    RedemptionState,
    RewardKind,
    UndoRequest,
)
from contracts.wire.rules import Record
from contracts.wire.slip_state import SlipState, SlipStateReply, SlipStateRequest
from contracts.wire.sync import Health, SetAside, SyncHeader, SyncReply
from contracts.wire.sync_news import (
    Cancellation,
    Cancellations,
    Catalogue,
    CatalogueEntry,
    Configuration,
    Keys,
    Lease,
    LedgerHead,
    RemoteSettings,
    RemoteSlip,
    SlipLanguage,
    SlipLink,
    TillKey,
)
from contracts.wire.units import KeyId, Points, Sequence, ShopId, Tiyn, UnixTime
from contracts.wire.wording import Wording
from tests.contracts.wire.samples import ENROLMENT, OPENED, SECRET, TILL

CROISSANT: Final = Wording(
    kk="Бадам қосылған круассан", ru="Круассан миндальный", en="Almond croissant"
)
RING_UP: Final = Wording(
    kk="Круассанды 0 ₸ етіп өткізіңіз",
    ru="Пробейте круассан со скидкой 100 %",
    en="Ring up the croissant at 100 % off",
)
CLAIM_CODE: Final = "EwABAgABEXAAAW08aSFzwKGyw9RwJl2F6Nr4bLEmW_RT37_Z"
CARD_CODE: Final = "BSKCARD243NQK8N9WASN6KT38JT26BC"
VOUCHER_CODE: Final = "EQEAAAccvpkaFAAAKgBhqBPnei1c2dR3-L7fLg"

HEALTH: Final = Health(
    version="0.1.0",
    platform="Linux x86_64",
    pending=3,
    oldest_pending_age=75,
    set_aside=0,
    printer="the cover is open",
    tap=None,
    disk_free=12_000_000_000,
    clock_offset=-2,
    notes=("the clock jumped by 3600 s",),
)
HEADER: Final = SyncHeader(
    generation=1,
    head_sequence=Sequence(0),
    head_hash=genesis(TILL, ENROLMENT),
    ledger_head=LedgerHead(number=41, hash=bytes(range(32))),
    config_version=2,
    catalogue_version=0,
    keys_version=1,
    cancellations_up_to=17,
    lease=99,
    health=HEALTH,
    spent_count=4,
)
ENTRY: Final = CatalogueEntry(
    reward=5,
    version=12,
    kind=RewardKind.PRODUCT,
    value=Tiyn(50_000),
    offline=True,
    title=CROISSANT,
    ring_up=RING_UP,
)
REPLY: Final = SyncReply(
    acknowledged=Sequence(8),
    set_aside=(SetAside(Sequence(7), "mismatch", "receipt: total differs"),),
    resend_from=None,
    time=UnixTime(OPENED + 5),
    generation=1,
    ledger_head=LedgerHead(number=42, hash=bytes(reversed(range(32)))),
    config=Configuration(
        version=3,
        settings=RemoteSettings(
            slip=RemoteSlip(
                enabled=True,
                separate=None,
                languages=(SlipLanguage.KAZAKH, SlipLanguage.RUSSIAN),
                claim_days=3,
                shop="Бауырсақ",
                link=SlipLink.HUB,
            ),
            registers=("010101234567",),
            total_max=None,
            auto_accept_max=Tiyn(50_000),
            earn_rate=Points(5),
        ),
    ),
    catalogue=Catalogue(version=4, rewards=(ENTRY,)),
    keys=Keys(
        version=2,
        keys=(
            TillKey(
                kind=KeyKind.VOUCHER_SHOP,
                owner=7,
                key_id=KeyId(1),
                key=derive(SECRET, KeyKind.VOUCHER_SHOP, 7, KeyId(1)),
                current=True,
            ),
        ),
    ),
    cancellations=Cancellations(up_to=18, vouchers=(Cancellation(number=18, voucher=2**40 - 1),)),
    lease=Lease(lease=99, count=20, amount=Tiyn(1_000_000), expires_at=UnixTime(OPENED + 43_200)),
    revoked=False,
)
EMPTY_REPLY: Final = SyncReply(
    acknowledged=Sequence(0),
    set_aside=(),
    resend_from=Sequence(1),
    time=OPENED,
    generation=2,
    ledger_head=None,
    config=None,
    catalogue=None,
    keys=None,
    cancellations=Cancellations(up_to=18, vouchers=()),
    lease=None,
    revoked=True,
)
MESSAGES: Final[dict[str, tuple[Record, ...]]] = {
    "enrol-request": (
        EnrolRequest(
            code="7K3M9QXT2B4CDFGH", public_key=bytes(range(32)), name="KASSA-1", version="0.1.0"
        ),
    ),
    "enrol-reply": (
        EnrolReply(
            till=TILL,
            shop=ShopId(7),
            enrolment=ENROLMENT,
            generation=1,
            host="points.example.kz",
            bot="sweet_bot",
            claim_key_id=KeyId(3),
            claim_key=derive(SECRET, KeyKind.CLAIM, TILL, KeyId(3)),
            hub_url="https://points.example.kz",
            time=OPENED,
        ),
    ),
    "sync-header": (HEADER,),
    "sync-reply": (REPLY, EMPTY_REPLY),
    "redemption-request": (
        RedemptionRequest(
            id=bytes(range(16)),
            code=VOUCHER_CODE,
            short_code=None,
            receipt_total=None,
            cashier="Айгүл",
        ),
        RedemptionRequest(
            id=bytes(16),
            code=None,
            short_code="04815162",
            receipt_total=Tiyn(93_500),
            cashier=None,
        ),
    ),
    "redemption-reply": (
        RedemptionReply(
            id=bytes(range(16)),
            state=RedemptionState.ACCEPTED,
            voucher=123_456_789_012,
            reward=5,
            reward_version=12,
            kind=RewardKind.PRODUCT,
            title=CROISSANT,
            ring_up=RING_UP,
            value=Tiyn(50_000),
            points=Points(500),
            redeemed_at=OPENED,
            undo_until=UnixTime(OPENED + 300),
        ),
    ),
    "redemption-undo": (UndoRequest(reason="гость передумал", cashier=None),),
    "card-choices-request": (ChoicesRequest(CARD_CODE),),
    "card-choices-reply": (
        ChoicesReply(
            number=123_456_789,
            points=Points(730),
            choices=(
                CardChoice(5, 123_456_789_012, CROISSANT, Tiyn(50_000), Points(0)),
                CardChoice(6, None, CROISSANT, None, Points(500)),
            ),
        ),
    ),
    "card-spend-request": (
        SpendRequest(bytes(range(16)), CARD_CODE, "4071", 6, None, "Айгүл"),
        SpendRequest(bytes(16), CARD_CODE, "407199", None, 123_456_789_012, None),
    ),
    "slip-state-request": (SlipStateRequest(CLAIM_CODE),),
    "slip-state-reply": (
        SlipStateReply(SlipState.CLAIMED, claimed_at=UnixTime(OPENED + 60)),
        SlipStateReply(SlipState.NOT_YET, until=UnixTime(OPENED + 259_200)),
        SlipStateReply(SlipState.FOREIGN),
    ),
}
"""By the name of their schema."""
