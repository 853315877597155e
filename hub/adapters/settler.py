"""The Settler port over the chain port, the two wallets and the contracts' messages.

A get-method's answer is the word of one server; what an epoch states is therefore looked for in
the token's own data as well, which is proven where the chain's proofs are checked.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from contracts.ton import jetton, loyalty_token, redemption_manager, revenue_distribution
from contracts.ton.cells import builder
from contracts.ton.reading import MalformedCells, address_of, boc_of, cell_of, core_address
from contracts.ton.seen import AccountView, Address, CellItem, SliceItem, StackItem
from contracts.wire.units import Points, UnixTime
from hub.core.ports.chain import (
    MOST_TRANSACTIONS,
    NO_CODE,
    Chain,
    ChainError,
    GetMethodFailed,
    MessageRefused,
)
from hub.core.ports.settler import Claim, ClaimsWindow, SettlerUnavailable, Signed
from hub.core.ports.wallets import BatchWallet, Order, SeqnoWallet, WalletMistake
from hub.core.settlement.epochs import ChainState, Statement
from hub.core.settlement.moves import Returned
from hub.core.settlement.shares import Shares, SharesState

ROOT_VALUE: Final = 2_000_000
"""NanoTON that come with a root: its gas is 1,400,000 at the prices before May 2026, and what is
left stays in the token, as rent."""
SHARES_VALUE: Final = 5_000_000
"""NanoTON that come with shares, at those prices; the rest of it stays there, as rent."""
WALLET_COST: Final = 8_000_000
"""NanoTON that the settler's wallet itself takes for it at most, at those prices."""
CLAIM_VALUE: Final = 20_000_000
"""NanoTON that come with a pushed claim: gas, a new jetton wallet's rent; the rest comes back.
At the prices before May 2026 a first claim needs 12,000,000."""
READS: Final = 5
"""Attempts to read the token while nothing moves in it."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the programme's contracts are."""

    token: Address
    manager: Address
    locked: bool
    """Wallets pay the manager only."""
    revenue: Address | None = None


class ChainSettler:
    """Reads and writes the contracts for settlement."""

    def __init__(
        self, chain: Chain, settler: SeqnoWallet, sponsor: BatchWallet, addresses: Addresses
    ) -> None:
        self._chain = chain
        self._settler = settler
        self._sponsor = sponsor
        self._at = addresses
        self._sponsor_is_there = False
        self._quiet = (0, 0)
        """Between these times the manager's transactions hold no log."""

    def state(self) -> ChainState:
        """Return LoyaltyToken and the settler's wallet in one state."""
        with _unavailable():
            for _ in range(READS):
                before = self._chain.account(self._at.token)
                state = self._state(before)
                if self._chain.account(self._at.token).last_lt == before.last_lt:
                    return state
        raise SettlerUnavailable("the token does not stand still")

    def _state(self, account: AccountView) -> ChainState:
        found = loyalty_token.read_settlement(self._get(self._at.token, "get_settlement"))
        supply = loyalty_token.read_jetton_data(self._get(self._at.token, "get_jetton_data"))
        (burned,) = self._get(self._at.token, "get_burned")
        said, bounds = found.stated, found.bounds
        if said.epoch and not _holds(account, supply.total_supply, said):
            raise SettlerUnavailable("a server says of the token what its data does not")
        ours = address_of(bounds.settler) == self._settler.address
        return ChainState(
            stated=Statement(
                said.epoch, said.root, said.issued, said.custody, said.sum_root, said.block
            ),
            matures_at=UnixTime(found.matures_at),
            growth_cap=bounds.growth_cap,
            least_interval=bounds.least_interval,
            delay=bounds.delay,
            claimable_epoch=found.claimable_epoch,
            supply=supply.total_supply,
            burned=burned,
            ours=ours,
            now=UnixTime(self._chain.head().utime),
            sequence=self._number(self._settler.address, "seqno"),
            balance=self._chain.account(self._settler.address).balance,
        )

    def sign_root(self, statement: Statement, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign the one message that states an epoch, by the settler's key."""
        it = statement
        epoch = loyalty_token.Epoch(it.epoch, it.root, it.issued, it.custody, it.sum_root, it.block)
        body = loyalty_token.set_root(epoch, query_id=it.epoch)
        return self._signed(self._at.token, body, ROOT_VALUE, sequence, valid_until)

    def epoch_cost(self) -> int:
        """Return the nanoTON that stating an epoch takes from the settler's wallet at most."""
        return ROOT_VALUE + WALLET_COST

    def send(self, boc: bytes) -> None:
        """Hand a message to the chain; one that it would not take has not happened."""
        with _unavailable():
            try:
                self._chain.send(boc)
            except MessageRefused:
                # Taken before, or its wallet is past it: the next reading tells which.
                return

    def claimed(self, wallet: str) -> int:
        """Return what a wallet has claimed so far, 0 where its jetton wallet is not there yet."""
        manager = core_address(self._at.manager) if self._at.locked else None
        place = jetton.wallet_address(
            core_address(Address(wallet)), core_address(self._at.token), manager
        )
        with _unavailable():
            found = address_of(place)
            assert found is not None, "a jetton wallet is on the basechain"
            # From its data, which is proven: believing one server, we would never push it again.
            account = self._chain.account(found)
            return 0 if account.data is None else jetton.claimed_in(cell_of(account.data))

    def returns(self, after: int) -> Sequence[Returned]:
        """Return the next logs of RedemptionManager above logical time *after*, in order."""
        place = self._quiet[1] if self._quiet[0] <= after <= self._quiet[1] else after
        with _unavailable():
            while True:
                seen = self._chain.transactions(self._at.manager, place)
                logs = [log for it in seen if it.ok for log in self._logs(it)]
                if logs or len(seen) < MOST_TRANSACTIONS:
                    return logs
                place = seen[-1].lt
                self._quiet = (after, place)

    def unburned(self) -> int:
        """Return what of the returns that it logged RedemptionManager could not burn yet."""
        with _unavailable():
            said = self._get(self._at.manager, "get_redemptions")
            return redemption_manager.read_redemptions(said).unburned

    def claims_window(self) -> ClaimsWindow:
        """Return what the sponsor's wallet takes now."""
        with _unavailable():
            account = self._chain.account(self._sponsor.address)
            now = UnixTime(self._chain.head().utime)
        self._sponsor_is_there = account.code_hash is not None
        each = self._sponsor.needs([Order(self._at.token, CLAIM_VALUE, b"")])
        fixed = self._sponsor.needs([])
        most = max(0, account.balance - fixed) // (each - fixed)
        return ClaimsWindow(now, self._sponsor.window, account.balance, most)

    def sign_claims(self, query: int, created_at: UnixTime, claims: Sequence[Claim]) -> Signed:
        """Sign one message of the sponsor's wallet that pushes *claims*, under our own id."""
        with _unavailable():
            orders = [
                Order(self._at.token, CLAIM_VALUE, boc_of(_claim(it, query))) for it in claims
            ]
            signed = self._sponsor.sign(
                orders, query_id=query, created_at=created_at, deploy=not self._sponsor_is_there
            )
        return Signed(signed.boc, signed.hash, query, UnixTime(signed.void_after))

    def shares_state(self) -> SharesState:
        """Return what RevenueDistribution has stated and received."""
        revenue = self._revenue()
        with _unavailable():
            stated = revenue_distribution.read_shares(self._get(revenue, "get_shares")).stated
            found = revenue_distribution.read_revenue(self._get(revenue, "get_revenue"))
            now = UnixTime(self._chain.head().utime)
            sequence = self._number(self._settler.address, "seqno")
        return SharesState(
            stated=Shares(stated.epoch, stated.root, stated.total),
            available=found.for_partners,
            ours=address_of(found.settler) == self._settler.address,
            due=now >= stated.at + found.claim_delay,
            now=now,
            sequence=sequence,
        )

    def sign_shares(self, shares: Shares, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign the message that states partners' shares, by the settler's key."""
        said = revenue_distribution.Shares(shares.epoch, shares.root, shares.total)
        body = revenue_distribution.set_shares(said, query_id=shares.epoch)
        return self._signed(self._revenue(), body, SHARES_VALUE, sequence, valid_until)

    def _revenue(self) -> Address:
        if self._at.revenue is None:
            raise SettlerUnavailable("there is no RevenueDistribution")
        return self._at.revenue

    def _signed(
        self, target: Address, body: Any, value: int, sequence: int, valid_until: UnixTime
    ) -> Signed:
        with _unavailable():
            order = Order(target, value, boc_of(body))
            signed = self._settler.sign([order], seqno=sequence, valid_until=valid_until)
        return Signed(signed.boc, signed.hash, sequence, UnixTime(signed.void_after))

    def _get(self, address: Address, method: str) -> list[Any]:
        return [_native(it) for it in self._chain.get(address, method)]

    def _number(self, address: Address, method: str) -> int:
        """Return the one number of a get-method; 0 where there is no contract yet."""
        try:
            (found,) = self._chain.get(address, method)
        except GetMethodFailed as failed:
            if failed.exit_code == NO_CODE:
                return 0
            raise
        if not isinstance(found, int):
            raise SettlerUnavailable(f"{method} is no number")
        return found

    def _logs(self, seen: Any) -> Iterator[Returned]:
        for message in seen.outgoing:
            if message.target is not None:
                continue
            log = redemption_manager.read_log(cell_of(message.body))
            if not isinstance(log, redemption_manager.Redeemed):
                continue
            sender = address_of(log.sender)
            if sender is not None and sender.startswith("0:"):
                yield Returned(
                    seen.lt, seen.hash, sender, Points(log.amount), log.reward, log.nonce,
                    UnixTime(seen.now),
                )  # fmt: skip


def _claim(claim: Claim, query: int) -> Any:
    owner = core_address(Address(claim.wallet))
    return loyalty_token.claim(owner, cell_of(claim.proof), query_id=query)


def _native(item: StackItem) -> Any:
    """Return a stack's item as the contracts' parsers take it."""
    if isinstance(item, SliceItem):
        return cell_of(item.boc).begin_parse()
    return cell_of(item.boc) if isinstance(item, CellItem) else item


def _holds(account: AccountView, supply: int, said: loyalty_token.Epoch) -> bool:
    """Whether the token's data begins with this supply and holds these figures in a cell below."""
    if account.data is None:
        return False
    root = cell_of(account.data)
    begins = builder().store_coins(supply).end_cell().bits.to01()
    figures = said.figures().bits.to01()
    below = any(it.bits.to01().endswith(figures) for it in root.refs)
    return below and root.bits.to01().startswith(begins)


@contextmanager
def _unavailable() -> Iterator[None]:
    """Say in one way that the chain, or what it says, cannot be used now."""
    try:
        yield
    except (ChainError, MalformedCells, WalletMistake) as error:
        raise SettlerUnavailable(f"{type(error).__name__}: {error}") from error
