"""The shapes of what the API takes and says about the chain."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from contracts.wire import base64url
from hub.core.access.actor import LONGEST_REASON
from hub.core.ids import TransferId
from hub.core.ports.settlement import EpochState
from hub.core.reasons import SHORTEST_REASON
from hub.core.settlement.moves import LARGEST_MOVE, MoveState
from hub.web.pages import PageQuery
from hub.web.shapes import Body, Path, Reply, RowId

MoveName = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{21}[AQgw]$")]
"""16 bytes in base64url, made by whoever asks; its last letter stands for two bits."""
EpochNumber = Annotated[int, Field(ge=1, le=2**32 - 1)]
"""As LoyaltyToken has it: 32 bits."""


class MoveBody(Body):
    """Points to move to the member's own wallet."""

    id: MoveName
    points: Annotated[int, Field(ge=1, le=LARGEST_MOVE)]

    @property
    def name(self) -> TransferId:
        """Return the move's id; two spellings of one are refused by the decoder."""
        return TransferId(base64url.decode(self.id))


class MoveReply(Reply):
    """Points that left for the member's wallet, and how far they are."""

    id: str
    points: int
    back: int
    """How many of them have come back."""
    wallet: str
    """Raw address: where they went."""
    state: MoveState
    sentence: str
    """The same for a person, in his language."""
    epoch: int | None
    """Whose root states it; null until then."""
    asked_at: int


class ReturnedReply(Reply):
    """Jettons that came back from the member's wallet."""

    points: int
    state: Literal["waiting", "credited"]
    """Waiting: seen on chain, and credited within moments once the wallet is linked."""
    sentence: str
    reward: int | None
    """What they were sent for; null: back to the points."""
    wallet: str
    at: int
    credited_at: int | None


class MovesReply(Reply):
    """A member's newest moves out and back, newest first."""

    items: list[MoveReply]
    returns: list[ReturnedReply]


class MessageReply(Reply):
    """A message for a wallet to send, as TonConnect takes it."""

    address: str
    """To whom: the contract, in the form for people."""
    amount: str
    """NanoTON to send along; what is not used comes back."""
    payload: str
    """The body: a bag of cells in base64."""


class ClaimReadyReply(Reply):
    """What a wallet may claim now; anybody may push it, with the same result."""

    wallet: str
    epoch: int
    """Against whose root it is proven."""
    amount: int
    """Jettons ever issued to the wallet, by that epoch; the contract credits what is new."""
    claimed: int
    """Of them, what the hub has seen claimed."""
    proof: str
    """The Merkle proof alone: a bag of cells in base64."""
    message: MessageReply


class ProofReply(Reply):
    """A proof file, as `baursak verify-proof` takes it."""

    kind: str
    version: int
    epoch: int
    block: int
    custody: dict[str, Any] | None = None
    """The path from the member's balance to the sum root; missing where he had none."""
    claim: dict[str, Any] | None = None
    """What his wallet has been issued; missing where it was nothing."""


class ContractReply(Reply):
    """One contract: where it is, and what its code hashes to."""

    name: str
    address: str
    """Raw."""
    friendly: str
    code_hash: str


class StatedReply(Reply):
    """What LoyaltyToken stated when the hub last looked."""

    epoch: int
    claimable: int
    """The epoch that claims go by."""
    block: int
    custody: int
    issued: int
    supply: int
    burned: int
    seen_at: int


class ChainReply(Reply):
    """What the programme has on chain."""

    network: str
    locked: bool
    """Points in wallets can only go back to the programme."""
    contracts: list[ContractReply]
    wallet_code_hash: str
    """Of members' jetton wallets."""
    settler: str
    """Raw address of the wallet that states epochs."""
    stated: StatedReply | None
    """Null before the worker has looked."""
    good: bool | None
    """What the check after the newest epoch said; null before there is one."""
    halted: bool
    """A person must look before anything more is stated."""


class CheckReply(Reply):
    """The check after an epoch: what the chain says, and what the ledger says."""

    custody_chain: int
    custody_ledger: int
    """Added up from the ledger at the epoch's block."""
    supply: int
    issued: int
    burned: int
    good: bool
    """Custody is the same on both sides, and supply = custody + issued - burned."""


class EpochReply(Reply):
    """One epoch: what it states, and whether the chain has it."""

    epoch: int
    block: int
    """The last sealed block of the ledger that it covers."""
    root: str
    """Over wallets and what each has been issued in all."""
    sum_root: str
    """Over members' balances in custody."""
    issued: int
    custody: int
    state: EpochState
    claimable: bool
    """Claims go by it."""
    stored_at: int
    confirmed_at: int | None
    message: str | None
    """Hash of the newest message that states it (TEP-467), by which explorers find it."""
    attempts: int
    check: CheckReply | None
    """Null until the chain has it."""


class EpochsReply(Reply):
    """A page of epochs, newest first."""

    items: list[EpochReply]
    next: str | None


class EpochPath(Path):
    """Which epoch."""

    epoch: EpochNumber


class StaffMovesQuery(PageQuery):
    """Which moves."""

    member: RowId | None = None
    epoch: EpochNumber | None = None
    waiting: bool = False
    """Only those that no epoch states yet."""


class StaffMoveReply(Reply):
    """A member's move, as staff sees it."""

    id: str
    member: int
    points: int
    back: int
    wallet: str
    state: MoveState
    epoch: int | None
    asked_at: int


class StaffMovesReply(Reply):
    """A page of moves, newest first."""

    items: list[StaffMoveReply]
    next: str | None


class StaffReturnReply(Reply):
    """Jettons that came back, as staff sees them."""

    lt: int
    """Logical time of the transaction that said so."""
    wallet: str
    points: int
    reward: int | None
    at: int
    member: int | None
    """Whom they were credited to; null while nobody has linked the wallet."""
    credited_at: int | None
    unmatched: int
    """Of them, what found nothing that was out."""


class StaffReturnsReply(Reply):
    """A page of what came back, newest first."""

    items: list[StaffReturnReply]
    next: str | None


class UnknownReturnReply(Reply):
    """Jettons that came back from a wallet that nobody has linked."""

    lt: int
    wallet: str
    points: int
    reward: int | None
    at: int


class UnknownReturnsReply(Reply):
    """What waits for somebody to say whose it is, oldest first."""

    items: list[UnknownReturnReply]


class AssignBody(Body):
    """Whose it is, and how that is known."""

    member: RowId
    reason: Annotated[str, StringConstraints(min_length=SHORTEST_REASON, max_length=LONGEST_REASON)]


class SettlementReply(Reply):
    """Where settlement stands, as the worker last saw it."""

    seen_at: int | None
    chain_time: int | None
    halted: str | None
    """Why nothing is sent any more; null: all is well."""
    stated: StatedReply | None
    last: EpochReply | None
    """The newest epoch that is known to be on chain."""
    attempts: int
    """Messages of the newest epoch so far."""
    settler_balance: int | None
    """NanoTON."""
    settler_low: bool
    sponsor_balance: int | None
    sponsor_low: bool
    moves_waiting: int
    points_waiting: int
    unknown_returns: int
    """Points that came back from wallets that nobody has linked."""


class ShareClaimReply(Reply):
    """What a partner may claim from RevenueDistribution now."""

    epoch: int
    amount: int
    """NanoTON ever owed by that epoch; the contract pays what is new."""
    proof: str
    message: MessageReply


class ShareReply(Reply):
    """What a partner is owed on chain."""

    partner: int
    wallet: str | None
    rate: int
    """NanoTON for a point of clearing; 0: partners settle in tenge."""
    stated: int
    """NanoTON ever, by the newest shares."""
    waiting: int
    """NanoTON for which there is no wallet yet."""
    claim: ShareClaimReply | None
