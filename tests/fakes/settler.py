"""A settler over a chain in memory: what the contracts promise, without a contract."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.ton.proof_cells import BadProof, read_proof
from contracts.wire.units import Points, UnixTime
from hub.core.ports.settler import Claim, ClaimsWindow, Signed
from hub.core.settlement.epochs import NOTHING, ChainState, Statement
from hub.core.settlement.moves import Returned
from hub.core.settlement.shares import NO_SHARES, Shares, SharesState

CLAIMS_LIFE = 3600
CLAIM_VALUE = 30_000_000
TON = 1_000_000_000


@dataclass
class MemoryChain:
    """The state of all contracts; the settlers of several workers may share one."""

    time: int = 1_790_000_000
    growth_cap: int = 10**9
    least_interval: int = 0
    delay: int = 0
    stated: Statement = NOTHING
    matures_at: int = 0
    matured: Statement = NOTHING
    supply: int = 0
    burned: int = 0
    sequence: int = 0
    ours: bool = True
    balance: int = 100 * TON
    sponsor: int = 100 * TON
    claimed: dict[str, int] = field(default_factory=dict)
    jettons: dict[str, int] = field(default_factory=dict)
    queries: set[int] = field(default_factory=set)
    logs: list[Returned] = field(default_factory=list)
    shares: Shares = NO_SHARES
    received: int = 0
    shared: list[Shares] = field(default_factory=list)
    history: list[Statement] = field(default_factory=list)

    def take(self, boc: bytes) -> bool:
        """Run an external message; False where the wallet does not take it."""
        said = json.loads(boc)
        if said["until"] <= self.time:
            return False
        if said["kind"] == "claims":
            return self._claims(said)
        if said["sequence"] != self.sequence:
            return False
        self.sequence += 1
        self.balance -= 160_000
        if said["kind"] == "root":
            self._root(_statement(said["said"]))
        else:
            self._shares(said["said"])
        return True

    def _root(self, said: Statement) -> None:
        growth = said.total - self.stated.total
        early = self.stated.epoch and self.time < self.matures_at + self.least_interval
        if not self.ours or said.epoch != self.stated.epoch + 1 or early:
            return
        issued = said.issued - self.stated.issued
        if max(growth, issued) > self.growth_cap or issued < 0:
            return
        if self.time >= self.matures_at:
            self.matured = self.stated
        self.stated, self.matures_at = said, self.time + self.delay
        self.supply += growth
        self.history.append(said)

    def _shares(self, said: list[int | str]) -> None:
        shares = Shares(int(said[0]), bytes.fromhex(str(said[1])), int(said[2]))
        if shares.epoch == self.shares.epoch + 1 and shares.total <= self.received:
            self.shares = shares
            self.shared.append(shares)

    def _claims(self, said: dict[str, object]) -> bool:
        query, created = said["query"], said["created"]
        assert isinstance(query, int)
        assert isinstance(created, int)
        if query in self.queries or created > self.time:
            return False
        self.queries.add(query)
        claims = said["claims"]
        assert isinstance(claims, list)
        for wallet, proof in claims:
            self.claim(wallet, bytes.fromhex(proof))
        return True

    @property
    def claimable(self) -> Statement:
        """Return the newest statement whose delay has passed."""
        return self.stated if self.time >= self.matures_at else self.matured

    def claim(self, wallet: str, proof: bytes) -> None:
        """Credit what *proof* proves, as the contracts would."""
        try:
            proved = read_proof(proof, bytes.fromhex(wallet[2:]))
        except BadProof:
            return
        if proved.root != self.claimable.root:
            return
        cumulative = proved.amount
        self.sponsor -= 1_200_000
        more = max(0, cumulative - self.claimed.get(wallet, 0))
        self.claimed[wallet] = self.claimed.get(wallet, 0) + more
        self.jettons[wallet] = self.jettons.get(wallet, 0) + more

    def pay(self, sender: str, receiver: str, points: int) -> None:
        """Move jettons from one wallet to another."""
        assert self.jettons.get(sender, 0) >= points, "nobody pays what he has not"
        self.jettons[sender] -= points
        self.jettons[receiver] = self.jettons.get(receiver, 0) + points

    def send_back(self, wallet: str, points: int, reward: int = 0) -> Returned:
        """Let *wallet* send jettons to RedemptionManager, which burns them and says so."""
        assert self.jettons.get(wallet, 0) >= points, "nobody pays what he has not"
        self.jettons[wallet] -= points
        self.supply -= points
        self.burned += points
        lt = 1_000 + 10 * len(self.logs)
        log = Returned(
            lt, hashlib.sha256(f"{lt}".encode()).digest(), wallet, Points(points), reward,
            2**64 - 1, UnixTime(self.time),
        )  # fmt: skip
        self.logs.append(log)
        return log


@dataclass
class MemorySettler:
    """The Settler port over a MemoryChain."""

    chain: MemoryChain

    def state(self) -> ChainState:
        """Return the token and the wallet as they are."""
        it = self.chain
        return ChainState(
            it.stated, UnixTime(it.matures_at), it.growth_cap, it.least_interval, it.delay,
            it.claimable.epoch, it.supply, it.burned, it.ours, UnixTime(it.time), it.sequence,
            it.balance,
        )  # fmt: skip

    def sign_root(self, statement: Statement, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign the one message that states an epoch."""
        return _signed("root", _said(statement), sequence, valid_until)

    def epoch_cost(self) -> int:
        """Return what stating an epoch takes at most."""
        return 160_000

    def send(self, boc: bytes) -> None:
        """Hand a message to the chain."""
        self.chain.take(boc)

    def claimed(self, wallet: str) -> int:
        """Return what a wallet has claimed so far."""
        return self.chain.claimed.get(wallet, 0)

    def returns(self, after: int) -> Sequence[Returned]:
        """Return the next logs above *after*."""
        return [it for it in self.chain.logs if it.lt > after][:3]

    def unburned(self) -> int:
        """Return what the manager could not burn yet."""
        return 0

    def claims_window(self) -> ClaimsWindow:
        """Return what the sponsor's wallet takes now."""
        it = self.chain
        return ClaimsWindow(UnixTime(it.time), CLAIMS_LIFE, it.sponsor, it.sponsor // CLAIM_VALUE)

    def sign_claims(self, query: int, created_at: UnixTime, claims: Sequence[Claim]) -> Signed:
        """Sign one message that pushes *claims*."""
        until = UnixTime(created_at + CLAIMS_LIFE)
        boc = json.dumps(
            {"kind": "claims", "query": query, "until": until, "created": created_at,
             "claims": [[it.wallet, it.proof.hex()] for it in claims]}
        ).encode()  # fmt: skip
        return Signed(boc, hashlib.sha256(boc).digest(), query, until)

    def shares_state(self) -> SharesState:
        """Return what RevenueDistribution has stated and received."""
        it = self.chain
        return SharesState(it.shares, it.received, it.ours, True, UnixTime(it.time), it.sequence)

    def sign_shares(self, shares: Shares, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign the message that states partners' shares."""
        said: list[int | str] = [shares.epoch, shares.root.hex(), shares.total]
        return _signed("shares", said, sequence, valid_until)


def _said(it: Statement) -> list[int | str]:
    return [it.epoch, it.root.hex(), it.issued, it.custody, it.sum_root.hex(), it.block]


def _statement(said: Sequence[int | str]) -> Statement:
    epoch, root, issued, custody, sums, block = said
    return Statement(
        int(epoch), bytes.fromhex(str(root)), int(issued), int(custody),
        bytes.fromhex(str(sums)), int(block),
    )  # fmt: skip


def _signed(kind: str, said: list[int | str], sequence: int, until: UnixTime) -> Signed:
    boc = json.dumps({"kind": kind, "said": said, "sequence": sequence, "until": until}).encode()
    return Signed(boc, hashlib.sha256(boc).digest(), sequence, until)
