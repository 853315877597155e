"""Wrong claim codes, a million of them, and every kind that is sealed well but does not hold."""

import random
import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from contracts.wire.claim import Claim, claim_of, seal, unseal
from contracts.wire.event import Event
from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope, Voucher
from contracts.wire.voucher import seal as seal_voucher
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.ids import MemberId
from hub.core.receipts.records import ClaimState
from hub.core.tills import RetiredKey
from hub.usecases.claims import claim_receipt, unsealed
from hub.usecases.till_states import revoke_till
from tests.evidence import record
from tests.hub.hubs import NOW, hub_on
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import ClaimWorld

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
WHOLE, SAMPLE = 1_000_000, 10_000


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def refused(world: ClaimWorld, member: MemberId, code: str) -> Refusal:
    """Return why *code* is refused."""
    with pytest.raises(Refused) as error:
        claim_receipt(world.hub, member, code)
    return error.value.refusal


def has_nothing(world: ClaimWorld, member: MemberId) -> bool:
    """Whether the ledger has not given *member* anything at all."""
    has = world.has(member)
    return (has.confirmed, has.unconfirmed, has.spendable) == (0, 0, 0)


def mutated(code: str, dice: random.Random) -> str:
    """Return *code* with one to four characters changed, swapped, dropped or doubled."""
    letters = list(code)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(letters))
        match dice.randrange(5):
            case 0 | 1 | 2:
                letters[place] = dice.choice(_ALPHABET)
            case 3:
                other = dice.randrange(len(letters))
                letters[place], letters[other] = letters[other], letters[place]
            case _:
                letters[place : place + 1] = dice.choice(([], [letters[place]] * 2))
                letters = letters or ["A"]
    return "".join(letters)


def test_no_mutated_code_is_accepted(full: bool) -> None:
    """A million changed codes: each is refused, and no database is asked about any."""
    hub = hub_on(DatabaseStore(create_engine("sqlite:///never-opened")))
    said = Claim(KeyId(0), TillId(7), Sequence(1234), Tiyn(1_500_00), UnixTime(NOW), b"hint")
    good = seal(said, hub.keyring.key(KeyKind.CLAIM, 7, KeyId(0)))
    assert unsealed(hub, good) == said
    dice, counts = random.Random(3), Counter[str]()
    begun, count = time.monotonic(), WHOLE if full else SAMPLE
    while sum(counts.values()) < count:
        code = mutated(good, dice)
        if code == good:
            continue
        try:
            unsealed(hub, code)
        except Refused as error:
            counts[error.refusal] += 1
        else:
            counts["accepted"] += 1
    assert counts["accepted"] == 0
    if full:
        seconds = time.monotonic() - begun
        kinds = {f"refused_{kind}": number for kind, number in sorted(counts.items()) if number}
        record("claim-codes", {"mutated": count, "accepted": counts["accepted"], **kinds}, seconds)


def test_a_mutated_code_is_refused_by_the_whole_use_case(world: ClaimWorld) -> None:
    """And nothing is written for it."""
    member, till, dice = world.member(), world.selling(), random.Random(4)
    [event] = till.append(world.sale(1_500_00))
    good = world.code(event)
    for _ in range(60):
        code = mutated(good, dice)
        if code != good:
            refused(world, member, code)
    assert has_nothing(world, member)


def test_a_code_of_a_till_that_was_never_there_is_refused(world: ClaimWorld) -> None:
    """Though its seal fits, for keys are made of the till's number."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    assert refused(world, member, world.code(event, till=TillId(4_000))) is Refusal.UNKNOWN_KEY


def test_a_code_sealed_by_another_tills_key_is_refused(world: ClaimWorld) -> None:
    """A till cannot speak for its neighbour."""
    member, till, other = world.member(), world.selling(), world.till(key=bytes([7]) * 32)
    [event] = till.append(world.sale(1_500_00))
    key = world.hub.keyring.key(KeyKind.CLAIM, other.id, KeyId(0))
    assert refused(world, member, seal(claim_of(event), key)) is Refusal.FORGED


def test_a_voucher_is_no_claim(world: ClaimWorld) -> None:
    """Not as it is, and not made as long as a claim."""
    member, till = world.member(), world.selling()
    voucher = Voucher(KeyId(0), Scope.TILL, till.id, 7, 1, 24_000)
    code = seal_voucher(voucher, world.hub.keyring.key(KeyKind.VOUCHER_TILL, till.id, KeyId(0)))
    assert refused(world, member, code) is Refusal.WRONG_KIND
    assert refused(world, member, code + "A" * 10) in (Refusal.FORGED, Refusal.UNKNOWN_VERSION)
    [event] = till.append(world.sale(1_500_00))
    key = world.hub.keyring.key(KeyKind.VOUCHER_TILL, till.id, KeyId(0))
    assert refused(world, member, seal(claim_of(event), key)) is Refusal.FORGED


def test_a_key_that_was_given_up_opens_nothing_later(world: ClaimWorld) -> None:
    """Codes sealed while it was good hold as long as they live; no later ones."""
    member, till = world.member(), world.selling()
    before, after = till.append(world.sale(1_500_00), world.sale(900_00))
    with world.store.begin() as work:
        work.tills.set_key(till.id, KeyKind.CLAIM, KeyId(1))
        work.tills.retire(
            KeyKind.CLAIM, till.id, RetiredKey(KeyId(0), UnixTime(NOW + 60), closed=False)
        )
    world.clock.time += 7200
    assert world.claim(member, before).claim.points == 45
    late = world.code(after, time=UnixTime(NOW + 3600))
    assert refused(world, member, late) is Refusal.UNKNOWN_KEY
    unborn = world.code(after, key_id=KeyId(2))
    assert refused(world, member, unborn) is Refusal.UNKNOWN_KEY


def test_a_stolen_key_opens_nothing_at_all(world: ClaimWorld) -> None:
    """Closed is closed, whatever time the thief writes."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    with world.store.begin() as work:
        work.tills.set_key(till.id, KeyKind.CLAIM, KeyId(1))
        work.tills.retire(KeyKind.CLAIM, till.id, RetiredKey(KeyId(0), None, closed=True))
    assert refused(world, member, world.code(event)) is Refusal.UNKNOWN_KEY


def test_a_revoked_tills_codes_give_nothing_beyond_what_the_hub_held(world: ClaimWorld) -> None:
    """What had come is honoured; the rest waits for a person, with nothing in the ledger."""
    member, thief, till = world.member(1), world.member(2), world.selling()
    [held] = till.append(world.sale(1_500_00))
    world.hand_in(till)
    [later] = till.append(world.sale(9_000_00))
    revoke_till(world.hub, CONSOLE, till.id)
    assert world.claim(member, held).claim.state is ClaimState.CONFIRMED
    claimed = world.claim(thief, later)
    assert (claimed.claim.state, claimed.spendable) == (ClaimState.REVIEW, False)
    assert has_nothing(world, thief)


def test_a_replayed_code_gives_nothing_twice(world: ClaimWorld) -> None:
    """To the same member the same answer, to others a no; for ever."""
    member, thief, till = world.member(1), world.member(2), world.selling()
    [event] = till.append(world.sale(1_500_00))
    for _ in range(3):
        assert world.claim(member, event).claim.points == 45
        assert refused(world, thief, world.code(event)) is Refusal.ALREADY_CLAIMED
    world.hand_in(till)
    assert refused(world, thief, world.code(event)) is Refusal.ALREADY_CLAIMED
    assert world.has(member).confirmed == 45
    assert has_nothing(world, thief)


def test_a_back_dated_code_gives_nothing(world: ClaimWorld) -> None:
    """Older than its window: too late. Older than what its chain holds: a person looks."""
    member, thief, till = world.member(1), world.member(2), world.selling()
    [event] = till.append(world.sale(1_500_00))
    old = world.code(event, time=UnixTime(NOW - 80 * 3600))
    assert refused(world, thief, old) is Refusal.TOO_LATE
    before_the_till = world.code(event, time=UnixTime(NOW - 3600))
    assert claim_receipt(world.hub, thief, before_the_till).claim.state is ClaimState.REVIEW
    world.clock.time += 7200
    till.append(world.sale(700_00), at=world.clock.time)
    world.hand_in(till)
    above = world.code(event, sequence=Sequence(9), time=UnixTime(NOW + 60))
    assert claim_receipt(world.hub, member, above).claim.state is ClaimState.REVIEW
    assert has_nothing(world, thief)
    assert has_nothing(world, member)


def test_a_code_above_a_cut_tail_gives_nothing(world: ClaimWorld) -> None:
    """A till that handed all in later than the code was sealed should have had its sale."""
    member, till = world.member(), world.selling()
    [first] = till.append(world.sale(1_500_00))
    world.clock.time += 7200
    world.hand_in(till)
    code = world.code(first, sequence=Sequence(2), time=UnixTime(NOW + 1800), total=Tiyn(9_000_00))
    claimed = claim_receipt(world.hub, member, code)
    assert (claimed.claim.state, claimed.spendable) == (ClaimState.REVIEW, False)
    assert has_nothing(world, member)
    # The chain goes on with another sale in that place: the code never holds.
    till.append(world.sale(100_00), at=world.clock.time)
    world.hand_in(till)
    assert world.stored(_at(till, 2)).state is ClaimState.REVIEW
    assert has_nothing(world, member)


def test_a_code_whose_place_the_chain_has_passed_is_refused(world: ClaimWorld) -> None:
    """There was no such sale: a void stands there."""
    member, till = world.member(), world.selling()
    event, void = till.append(world.sale(1_500_00), world.void(1))
    world.hand_in(till)
    assert refused(world, member, world.code(event, sequence=void.sequence)) is Refusal.NO_SUCH_SALE


def test_the_same_place_claimed_with_other_words_is_refused(world: ClaimWorld) -> None:
    """Two codes of one sequence cannot both be the till's."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    world.claim(member, event)
    assert refused(world, member, world.code(event, total=Tiyn(1_501_00))) is Refusal.MISMATCH


def test_a_stolen_key_is_worth_its_limits_and_no_more(world: ClaimWorld) -> None:
    """A thief with a till's claim key, offline sales or not: what can be spent is bounded."""
    world.set_policy(unconfirmed_member=100, unconfirmed_till=250, claims_member_day_hard=1_000)
    till = world.selling()
    [event] = till.append(world.sale(1_500_00))
    thieves = [world.member(number) for number in range(1, 5)]
    for place in range(2, 30):
        code = world.code(event, sequence=Sequence(place))
        claim_receipt(world.hub, thieves[place % 4], code)
    spendable = [world.has(thief).spendable for thief in thieves]
    assert max(spendable) <= 100
    assert 0 < sum(spendable) <= 250


def _at(till: TillRig, place: int) -> Event:
    return till.events[place - 1]


def test_the_sample_really_unseals(world: ClaimWorld) -> None:
    """The unchanged code passes, so that the proofs above prove something."""
    till = world.selling()
    [event] = till.append(world.sale(1_500_00))
    said = unsealed(world.hub, f"https://t.me/baursak_bot?startapp={world.code(event)}")
    assert said == claim_of(event)
    keys = world.hub.keyring
    again = unseal(world.code(event), lambda till, key: keys.key(KeyKind.CLAIM, till, key))
    assert replace(again, total=Tiyn(0)) != said
