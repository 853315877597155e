"""Whatever happens in whatever order, the token's books balance."""

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contracts.ton import jetton
from contracts.ton import loyalty_token as token
from contracts.ton.codes import code
from contracts.ton.loyalty_token import Bounds
from hub.localchain.executor import has_native
from hub.localchain.traces import Trace
from tests.contracts.ton.token_world import CAP, TokenWorld
from tests.evidence import proven
from tests.ton_chain import TON

NAMES = ("alice", "bob", "carol", "dana")
LARGEST_STATE = 1_000
"""Bytes of the token's data: two epochs, the metadata and the wallet's code stand in references
that never grow; its own bits do not grow beyond the largest amounts."""
DAY = 86_400
persons = st.sampled_from(NAMES)
amounts = st.integers(1, CAP // 4)


class Books(RuleBasedStateMachine):
    """A token, four members, and a ledger of what each was told."""

    def __init__(self) -> None:
        super().__init__()
        self.world = TokenWorld(bounds=(CAP, 0, 0))
        self.people = {name: self.world.person(name) for name in NAMES}
        self.custody, self.burned, self.transactions = 0, 0, 0
        self.balances = dict.fromkeys(NAMES, 0)
        self.told = dict.fromkeys(NAMES, 0)
        self.matured, self.claimed = dict(self.told), dict(self.told)

        self.ton = self._ton()

    def _ton(self) -> int:
        """Return the nanotons of everybody, of their wallets and of the token."""
        world = self.world
        people = [*self.people.values(), world.admin, world.settler]
        wallets = [world.wallet_of(person) for person in people]
        every = {who.address for who in people} | {*wallets, world.token}
        return sum(world.chain.account(address).balance for address in every)

    def _done(self, traces: list[Trace]) -> bool:
        """Count what ran, and hold that no TON came from nowhere or went there."""
        self.transactions += len(traces)
        brought = traces[0].transaction.in_msg.info.value.grams
        on_the_way = sum(
            message.info.fwd_fee for trace in traces for message in trace.transaction.out_msgs
        )
        now = self._ton()
        assert now == self.ton + brought - on_the_way - sum(trace.fees for trace in traces)
        self.ton = now
        return all(trace.succeeded for trace in traces)

    @rule(more_each=st.dictionaries(persons, amounts), custody=st.integers(-CAP, CAP))
    def state(self, more_each: dict[str, int], custody: int) -> None:
        """The settler states what is new; beyond the cap he is refused, and all stays."""
        told = dict(self.told)
        for name, more in more_each.items():
            told[name] += more
        leaves = self.world.leaves.copy()
        for name, cumulative in told.items():
            if cumulative:
                leaves.put(self.people[name].address.hash_part, cumulative)
        newly = sum(told.values()) - sum(self.told.values())
        custody = max(0, self.custody + custody)
        fits = max(newly, newly + custody - self.custody) <= CAP
        epoch = self.world.next_epoch(custody, root=leaves.root(), issued=leaves.total())
        assert self._done(self.world.state(epoch)) == fits
        if fits:
            self.told, self.custody, self.world.leaves = told, custody, leaves
            self.matured = dict(told)

    @rule(name=persons, by=persons)
    def claim(self, name: str, by: str) -> None:
        """Anybody pushes anybody's claim, as often as he likes."""
        if not self.matured[name]:
            return
        assert self._done(self.world.claim(self.people[name], by=self.people[by]))
        self.balances[name] += self.matured[name] - self.claimed[name]
        self.claimed[name] = self.matured[name]

    @rule(name=persons, to=persons, part=st.integers(1, 120), forward=st.booleans())
    def transfer(self, name: str, to: str, part: int, forward: bool) -> None:
        """A member pays another; more than he has is refused."""
        amount = max(1, self.balances[name] * part // 100)
        if not self._has_wallet(name):
            return
        sent = self.world.transfer(
            self.people[name], self.people[to].address, amount, forward=TON // 50 * forward
        )
        assert self._done(sent) == (amount <= self.balances[name])
        if amount <= self.balances[name]:
            self.balances[name] -= amount
            self.balances[to] += amount

    @rule(name=persons, part=st.integers(1, 120), poor=st.booleans())
    def burn(self, name: str, part: int, poor: bool) -> None:
        """A member burns; too much, or with too little TON, is refused."""
        amount = max(1, self.balances[name] * part // 100)
        if not self._has_wallet(name):
            return
        value = TON // 2000 if poor else TON // 10
        done = self._done(self.world.burn(self.people[name], amount, value=value))
        assert done == (amount <= self.balances[name] and not poor)
        if done:
            self.balances[name] -= amount
            self.burned += amount

    @rule(name=persons, amount=amounts)
    def forge(self, name: str, amount: int) -> None:
        """Nobody credits himself, reports a burn, states, vetoes or mints."""
        who = self.people[name]
        if self._has_wallet(name):
            for lie in (
                jetton.claim_credit(amount),
                jetton.InternalTransfer(amount, who.address).body(),
                jetton.InternalTransfer(amount).body(),
            ):
                assert not self._done(who.send(self.world.wallet_of(who), lie))
        for lie in (
            jetton.burn_notification(amount, who.address),
            token.set_root(self.world.next_epoch()),
            token.veto(self.world.settlement.stated.epoch),
            token.mint(who.address, TON // 10, jetton.InternalTransfer(amount).body()),
        ):
            assert not self._done(who.send(self.world.token, lie))

    @rule(seconds=st.sampled_from([1, 3600, DAY, 200 * DAY]))
    def wait(self, seconds: int) -> None:
        """Time passes: rent is paid."""
        self.world.chain.advance(seconds)

    @rule()
    def rename(self) -> None:
        """The admin names the settler anew: nothing else changes."""
        bounds = Bounds(self.world.settler.address, CAP, 0, 0)
        assert self._done(self.world.admin.send(self.world.token, token.set_settler(bounds)))

    @invariant()
    def supply_is_what_all_hold(self) -> None:
        """Custody, what is unclaimed, and what wallets have; issued less what was burned."""
        world = self.world
        held = sum(world.balance(person) for person in self.people.values())
        unclaimed = sum(self.told[name] - self.claimed[name] for name in NAMES)
        assert held == sum(self.balances.values())
        assert world.supply == self.custody + unclaimed + held
        assert world.supply == self.custody + sum(self.told.values()) - self.burned

    @invariant()
    def nothing_grows(self) -> None:
        """The token's own state has room for its largest amounts, and never more."""
        data = self.world.chain.account(self.world.token).data
        assert data is not None
        code_size = len(code("jetton_wallet_open").boc)
        assert len(data) <= code_size + LARGEST_STATE

    def _has_wallet(self, name: str) -> bool:
        where = self.world.wallet_of(self.people[name])
        return self.world.chain.account(where).status == "active"


def _lives(steps: int, number: int) -> type[RuleBasedStateMachine]:
    """Return the machine's test with so much of it."""
    Books.TestCase.settings = settings(
        max_examples=number, stateful_step_count=steps, deadline=None,
        suppress_health_check=list(HealthCheck), derandomize=True,
    )  # fmt: skip
    return Books


TestBooks = _lives(20, 6).TestCase


def test_many_transactions(full: bool) -> None:
    """With --full a hundred thousand of them, drawn by a seed; a few hundred otherwise."""
    least = 100_000 if full else 300
    chance, done = random.Random(4), 0
    with proven(
        "token-machine",
        full=full,
        transactions_at_least=least,
        executor="native" if has_native() else "wasm",
    ):
        while done < least:
            books = Books()
            for _ in range(200):
                _step(books, chance)
                if books.transactions + done >= least:
                    break
            books.supply_is_what_all_hold()
            books.nothing_grows()
            done += books.transactions
    assert done >= least


def _step(books: Books, chance: random.Random) -> None:
    """Take one step of the machine, and hold the books' balance against the chain now and then."""
    name, other = chance.choice(NAMES), chance.choice(NAMES)
    match chance.randrange(8):
        case 0:
            more_each = {name: chance.randint(1, CAP // 4), other: chance.randint(1, CAP // 4)}
            books.state(more_each, chance.randint(-CAP, CAP))
        case 1 | 2:
            books.claim(name, other)
        case 3 | 4:
            books.transfer(name, other, chance.randint(1, 120), chance.random() < 0.5)
        case 5:
            books.burn(name, chance.randint(1, 120), chance.random() < 0.2)
        case 6:
            books.forge(name, chance.randint(1, CAP))
        case _:
            books.wait(chance.choice([1, 3600, DAY]))
    if chance.random() < 0.1:
        books.supply_is_what_all_hold()
