"""A slip shown at the counter: the hub's word, else what this till knows by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.counter_events import ClaimState, ClaimTold, SayClaimState
from agent.core.hub_words import HubRefused
from agent.core.slip_states import Slips
from contracts.wire.bodies import VoidBody
from contracts.wire.claim import claim_of, seal
from contracts.wire.event import Event
from contracts.wire.keys import KeyKind, derive
from contracts.wire.refusals import Refusal
from contracts.wire.slip_state import SlipState, SlipStateReply
from contracts.wire.units import KeyId, TillId, UnixTime
from tests.agent.core.vouchers import NOON, TILL, Till, till_in
from tests.contracts.wire.samples import text_accrual
from tests.fakes.hub import KEY_ID, SECRET

KEY = derive(SECRET, KeyKind.CLAIM, TILL, KEY_ID)


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Return a till that has sold something."""
    with till_in(tmp_path) as made:
        made.outbox.append(text_accrual(), NOON)
        yield made


def slips_of(till: Till, owner: TillId = TILL) -> Slips:
    """Return what *till* asks about slips."""
    return Slips(owner, lambda: {KEY_ID: KEY}, till.outbox, till.hub)


def sale_of(till: Till) -> Event:
    """Return the sale."""
    return next(iter(till.outbox.export()))


def code_of(till: Till) -> str:
    """Return the claim code of its slip."""
    return seal(claim_of(sale_of(till)), KEY)


def told(till: Till, code: str, owner: TillId = TILL) -> ClaimTold:
    """Return what the counter hears."""
    return slips_of(till, owner).told(SayClaimState(7, code))


@pytest.mark.parametrize("state", list(SlipState))
def test_the_hub_s_word_is_told(till: Till, state: SlipState) -> None:
    """With its times, of slips of this till and of others."""
    at = UnixTime(NOON + 60) if state in {SlipState.CLAIMED, SlipState.IN_REVIEW} else None
    until = UnixTime(NOON + 99) if state is SlipState.NOT_YET else None
    till.hub.slips[code_of(till)] = SlipStateReply(state, at, until)
    expected = ClaimTold(7, ClaimState(state.value), at, until)
    assert told(till, code_of(till)) == expected
    assert told(till, code_of(till), TillId(TILL + 1)) == expected


def test_a_false_slip_of_this_till_is_told_without_the_hub(till: Till) -> None:
    """Its own key tells; of others' slips the hub's word does."""
    false = seal(claim_of(sale_of(till)), bytes(32))
    till.hub.silent = True
    assert told(till, false) == ClaimTold(7, ClaimState.FORGED)
    till.hub.silent = False
    assert told(till, false, TillId(TILL + 1)) == ClaimTold(7, ClaimState.FORGED)


@pytest.mark.parametrize("how", ["silent", "deaf", "too old for it"])
def test_without_the_hub_a_till_tells_what_it_printed(till: Till, how: str) -> None:
    """When, and of what; of another till's slip nothing but that."""
    code = code_of(till)
    till.hub.slips[code] = SlipStateReply(SlipState.FOREIGN)
    till.hub.silent, till.hub.deaf = how == "silent", how == "deaf"
    if how == "too old for it":
        till.hub.refusal = HubRefused(Refusal.NOT_FOUND, "no such page")
    assert told(till, code) == ClaimTold(7, ClaimState.PRINTED, NOON, total=text_accrual().total)
    assert told(till, code, TillId(TILL + 1)) == ClaimTold(7, ClaimState.FOREIGN)


def test_a_sale_that_this_till_undid_gives_nothing(till: Till) -> None:
    """That much it knows by itself."""
    till.outbox.append(VoidBody(sale_of(till).sequence, "undone at the POS", None), NOON)
    till.hub.silent = True
    assert told(till, code_of(till)) == ClaimTold(7, ClaimState.GIVEN_BACK)


def test_a_slip_that_the_chain_does_not_hold_says_nothing(till: Till) -> None:
    """Of a disk that was restored: the seal is good, and no such sale is there."""
    till.hub.silent = True
    sale = sale_of(till)
    for other in (
        Event(TILL, sale.sequence, UnixTime(NOON + 1), sale.body, sale.previous),
        Event(TILL, type(sale.sequence)(9), NOON, sale.body, sale.previous),
    ):
        assert told(till, seal(claim_of(other), KEY)) == ClaimTold(7, ClaimState.UNKNOWN)


def test_a_key_that_rotated_is_looked_up_anew(till: Till) -> None:
    """The keys are asked for at each slip."""
    keys: dict[KeyId, bytes] = {}
    slips = Slips(TILL, lambda: keys, till.outbox, till.hub)
    till.hub.silent = True
    wish = SayClaimState(7, code_of(till))
    assert slips.told(wish).state is ClaimState.FOREIGN
    keys[KEY_ID] = KEY
    assert slips.told(wish).state is ClaimState.PRINTED
