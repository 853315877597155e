"""Gas and TON of the compiled contracts, on a local chain at the prices in force.

Gas is that of our contracts' transactions in a trace; people's own wallets have theirs. What a
thing costs is what validators take for its whole trace, forwarding included; TON that stays on
somebody's wallet is his.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pytoniq_core.boc.address import Address

from contracts.ton import jetton, loyalty_token
from contracts.ton.cells import builder
from contracts.ton.jetton import InternalTransfer, Transfer
from contracts.ton.loyalty_token import Bounds, Epoch, Founding
from contracts.ton.query_ids import query_id
from contracts.ton.reading import address_of, boc_of, cell_of, core_address
from contracts.ton.wallets import HIGHLOAD_MOST_ORDERS
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.core.ports.wallets import Order
from hub.core.settlement.leaves import Leaves
from hub.localchain.chain import LocalChain
from hub.localchain.traces import Trace
from tests.ton_chain import TON, local_chain, wallet

CAP: Final = 2**62
"""Growth an epoch: nothing is held back here."""
CLAIMS_AT_ONCE: Final = 50
"""Sponsored claims in one message: with a proof of 0.8 KB each, more would pass its 64 KB."""
EPOCHS: Final = 24
CLAIMS: Final = 20_000
"""What a million accruals are taken to need: an epoch an hour, and two claims a hundred."""
MILLION: Final = 1_000_000
SENDERS_ACCOUNT: Final = 309
"""Of gas at the end of a jetton's trace: tolk-bench's figures count the sender's own account."""
SAMPLE: Final = 30
"""Claims in a tree that are measured."""
NEW_WALLET: Final = 35 * TON // 10_000
WALLET_THERE: Final = 15 * TON // 10_000
"""What a claim brings that leaves hardly anything to give back."""
_CONTENT: Final = builder().store_uint(0, 8).end_cell()


class WentWrong(AssertionError):
    """A step that should have succeeded: what it cost says nothing."""


def owner(number: int) -> Address:
    """Return a member's own wallet."""
    return Address((0, hashlib.sha256(b"owner %d" % number).digest()))


def key_of(address: Address) -> bytes:
    """Return the key in the tree."""
    return bytes(address.hash_part)


def cost(traces: Iterable[Trace]) -> int:
    """Return what validators took for *traces*, in nanotons."""
    fees = 0
    for trace in traces:
        messages = trace.transaction.out_msgs
        fees += trace.fees + sum(it.info.fwd_fee for it in messages if not it.is_external_out)
    return fees


def gas_at(traces: Iterable[Trace], accounts: Sequence[Address]) -> int:
    """Return the gas that *accounts* used."""
    return sum(trace.gas for trace in traces if trace.account in accounts)


def done(traces: list[Trace], least: int) -> list[Trace]:
    """Return *traces*, of which there are at *least* so many, all of them good."""
    if len(traces) < least or not all(trace.succeeded for trace in traces):
        codes = [(trace.exit_code, trace.action_code) for trace in traces]
        raise WentWrong(f"exit and action codes of a trace: {codes[:5]}")
    return traces


class PlainJetton:
    """A token without settlement: what everybody else does."""

    def __init__(self, chain: LocalChain, admin: Address) -> None:
        self.chain = chain
        founding = Founding(admin, _CONTENT)
        self.token = wallet(chain, "deployer").deploy(founding.init())

    def wallet_of(self, person: Address) -> Address:
        """Return a person's jetton wallet."""
        return jetton.wallet_address(person, self.token)

    def mint(self, to: Address, amount: int = 100) -> Any:
        """Return the order to mint."""
        return loyalty_token.mint(to, TON // 50, InternalTransfer(amount).body())


class Settled:
    """A token with settlement, and an epoch stated."""

    def __init__(self, chain: LocalChain, settler: Address) -> None:
        self.chain, self.epoch, self.issued = chain, 0, 0
        founding = Founding(wallet(chain, "admin").address, _CONTENT, Bounds(settler, CAP, 0, 0))
        self.token = wallet(chain, "deployer").deploy(founding.init())

    def next_epoch(self, leaves: Leaves) -> Any:
        """Return the order that states *leaves*; time has moved on."""
        self.chain.advance(3600)
        self.epoch += 1
        said = Epoch(self.epoch, leaves.root(), leaves.total(), 0, bytes(32), self.epoch)
        return loyalty_token.set_root(said)

    def claim(self, leaves: Leaves, person: Address) -> Any:
        """Return a person's claim."""
        return loyalty_token.claim(person, cell_of(leaves.proof(key_of(person))))


def gas(small: Leaves, large: Leaves) -> dict[str, int]:
    """Return the gas of each thing done, whole trace; claims in trees of two sizes."""
    found = {**_jetton_gas(), "set_root": 0}
    for suffix, leaves in (("", small), ("_1e6", large)):
        found |= {f"{name}{suffix}": it for name, it in _claim_gas(leaves).items()}
    found["set_root"] = found.pop("set_root_1e6")
    return found


def _jetton_gas() -> dict[str, int]:
    chain = local_chain()
    admin, one, other = (wallet(chain, name) for name in ("admin", "one", "other"))
    plain = PlainJetton(chain, admin.address)
    ours = [plain.token, plain.wallet_of(one.address), plain.wallet_of(other.address)]
    paid = InternalTransfer(100, None, plain.token, TON // 20).body()
    mint = loyalty_token.mint(one.address, TON // 5, paid)
    transfer = Transfer(10, other.address, one.address).body()
    burn = jetton.burn(10, excesses_to=one.address)
    found = {"mint": gas_at(done(admin.send(plain.token, mint), 3), ours)}
    one.send(ours[1], transfer)
    found["transfer"] = gas_at(done(one.send(ours[1], transfer), 3), ours)
    found["burn"] = gas_at(done(one.send(ours[1], burn), 3), ours)
    return {name: gas + SENDERS_ACCOUNT for name, gas in found.items()}


def _claim_gas(leaves: Leaves) -> dict[str, int]:
    """Return the gas of claims that bring little more than they need, and of such as get TON back.

    A way in the tree may be a few forks longer or shorter than another: the mean of several.
    """
    chain = local_chain()
    settler, anybody = wallet(chain, "settler"), wallet(chain, "anybody")
    token = Settled(chain, settler.address)
    grown = leaves.copy()
    found: dict[str, int] = {}
    for amount, there, little in ((500, "new", NEW_WALLET), (900, "again", WALLET_THERE)):
        for number in range(2 * SAMPLE):
            grown.put(key_of(owner(number)), amount)
        said = done(settler.send(token.token, token.next_epoch(grown)), 1)
        found["set_root"] = gas_at(said, [token.token])
        for kind, value, first in (("", little, 0), ("_rest_back", TON // 10, SAMPLE)):
            spent = 0
            for number in range(first, first + SAMPLE):
                person = owner(number)
                claim = token.claim(grown, person)
                taken = done(anybody.send(token.token, claim, value=value), 2)
                ours = [token.token, jetton.wallet_address(person, token.token)]
                spent += gas_at(taken, ours)
            found[f"claim_{there}{kind}"] = round(spent / SAMPLE)
    return found


class Payer:
    """A hub's wallets on a chain, and what their messages cost."""

    def __init__(self) -> None:
        self.chain = local_chain()
        self.sponsor = SponsorWallet(bytes(31) + b"\x01")
        self.settler = SettlerWallet(bytes(31) + b"\x02", "local")
        self.sent = self.stated = 0
        for address in (self.sponsor.address, self.settler.address):
            self.chain.faucet(core_address(address), 100_000 * TON)

    def batch(self, to: Address, bodies: Sequence[Any], value: int) -> int:
        """Send one message a body from the sponsor's wallet, and return what all of it cost."""
        raw = address_of(to)
        if raw is None:
            raise WentWrong("an address of the basechain")
        orders = [Order(raw, value, boc_of(body)) for body in bodies]
        self.sent += 1
        signed = self.sponsor.sign(
            orders,
            query_id=query_id(self.sent),
            created_at=self.chain.now() - 1,
            deploy=self.sent == 1,
        )
        return cost(done(self.chain.send(signed.boc), 2 + 2 * len(bodies)))

    def state(self, to: Address, body: Any) -> list[Trace]:
        """Send the settler's message, and return all that follows."""
        raw = address_of(to)
        if raw is None:
            raise WentWrong("an address of the basechain")
        signed = self.settler.sign(
            [Order(raw, TON, boc_of(body))],
            seqno=self.stated,
            valid_until=self.chain.now() + 600,
        )
        self.stated += 1
        return done(self.chain.send(signed.boc), 2)


def ton(leaves: Leaves) -> dict[str, dict[str, float]]:
    """Return what a million accruals cost in four ways, and what each step of them costs.

    *single_mints*: each receipt a mint in a message of its own; *batch_mint*: as many mints as
    the wallet sends at once; *root_and_claims*: an epoch an hour whatever it covers, and 2 % of
    the receipts' members claim, sponsored; *root*: the epochs alone. Jetton wallets are there
    already in all of them. *epoch_trace*: gas of the settler's wallet and of the token.
    """
    payer = Payer()
    single, batch = _mint_costs(payer)
    epoch, claim, new = _settled_costs(payer, leaves)
    root = cost(epoch)
    return {
        "ton_per_million": {
            "single_mints": round(single * MILLION / TON, 3),
            "batch_mint": round(batch * MILLION / TON, 3),
            "root": round(EPOCHS * root / TON, 3),
            "root_and_claims": round((EPOCHS * root + CLAIMS * claim) / TON, 3),
        },
        "ton_each": {
            "single_mint": round(single / TON, 6),
            "batched_mint": round(batch / TON, 6),
            "epoch": round(root / TON, 6),
            "sponsored_claim": round(claim / TON, 6),
            "sponsored_claim_new_wallet": round(new / TON, 6),
        },
        "epoch_trace": {
            "settlers_wallet_gas": epoch[0].gas,
            "token_gas": epoch[1].gas,
            "transactions": len(epoch),
            "ton": round(root / TON, 6),
        },
    }


def _mint_costs(payer: Payer) -> tuple[float, float]:
    """Return what a mint costs alone and in a full batch, in nanotons."""
    plain = PlainJetton(payer.chain, core_address(payer.sponsor.address))
    bodies = [plain.mint(owner(number)) for number in range(HIGHLOAD_MOST_ORDERS)]
    payer.batch(plain.token, bodies, TON // 10)
    payer.chain.advance(60)
    single = payer.batch(plain.token, bodies[:1], TON // 10)
    return single, payer.batch(plain.token, bodies, TON // 10) / len(bodies)


def _settled_costs(payer: Payer, leaves: Leaves) -> tuple[list[Trace], float, float]:
    """Return an epoch's trace, what a claim costs and one that makes a wallet, in nanotons."""
    token = Settled(payer.chain, core_address(payer.settler.address))
    grown = leaves.copy()
    people = [owner(number) for number in range(CLAIMS_AT_ONCE)]
    costs: list[tuple[list[Trace], float]] = []
    for amount in (500, 900):
        for person in people:
            grown.put(key_of(person), amount)
        root = payer.state(token.token, token.next_epoch(grown))
        claims = [token.claim(grown, person) for person in people]
        costs.append((root, payer.batch(token.token, claims, TON // 10) / len(people)))
    (_, new), (root, claim) = costs
    return root, claim, new
