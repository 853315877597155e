"""Offices of the token with settlement: handover in two steps, upgrades that are shown first."""

from typing import Any, get_args

import pytest

from contracts.ton import loyalty_token as token
from contracts.ton.cells import builder
from contracts.ton.codes import code
from contracts.ton.loyalty_token import Bounds
from contracts.ton.reading import cell_of
from hub.localchain.prices import Prices
from tests.contracts.ton.asking import all_well, refusal, state_of
from tests.contracts.ton.token_world import CAP, CONTENT, TokenWorld
from tests.ton_chain import Sender


@pytest.fixture(params=get_args(Prices))
def world(request: pytest.FixtureRequest) -> TokenWorld:
    """Return a token with settlement."""
    return TokenWorld(request.param)


def refused(world: TokenWorld, by: Sender, body: Any) -> int | None:
    """Return with what the token refuses a message; nothing changes by it."""
    before = state_of(world.chain, world.token)
    code = refusal(by.send(world.token, body))
    assert state_of(world.chain, world.token) == before
    return code


def test_the_admin_hands_over_in_two_steps(world: TokenWorld) -> None:
    """Until the next one claims it, all is as it was; metadata goes with the office."""
    hand = token.change_admin(world.bob.address)
    assert refused(world, world.bob, token.claim_admin()) == token.NOT_THE_PENDING_ADMIN
    assert refused(world, world.bob, hand) == token.NOT_ADMIN
    assert all_well(world.admin.send(world.token, hand))
    assert (world.roles.admin, world.roles.pending_admin) == (
        world.admin.address, world.bob.address,
    )  # fmt: skip
    assert refused(world, world.alice, token.claim_admin()) == token.NOT_THE_PENDING_ADMIN
    change = token.change_content(builder().store_uint(9, 8).end_cell())
    assert refused(world, world.bob, change) == token.NOT_ADMIN
    assert all_well(world.bob.send(world.token, token.claim_admin()))
    assert (world.roles.admin, world.roles.pending_admin) == (world.bob.address, None)
    assert refused(world, world.admin, change) == token.NOT_ADMIN
    assert all_well(world.bob.send(world.token, change))
    shown = token.read_jetton_data(world.chain.get(world.token, "get_jetton_data"))
    assert shown.content.hash == builder().store_uint(9, 8).end_cell().hash


def test_an_upgrade_is_shown_first_and_applied_after_its_delay(world: TokenWorld) -> None:
    """By the admin only; books stay; one proposal at a time; it can be taken back."""
    new = code("jetton_wallet_open").cell
    propose = token.propose_upgrade(new)
    for order in (propose, token.apply_upgrade(), token.cancel_upgrade()):
        assert refused(world, world.settler, order) == token.NOT_ADMIN
    for order in (token.apply_upgrade(), token.cancel_upgrade()):
        assert refused(world, world.admin, order) == token.NO_UPGRADE_IS_PENDING
    assert all_well(world.admin.send(world.token, propose))
    assert world.roles.upgrade_code_hash == new.hash
    assert refused(world, world.admin, propose) == token.AN_UPGRADE_IS_PENDING
    assert refused(world, world.admin, token.apply_upgrade()) == token.UPGRADE_BEFORE_ITS_TIME
    assert all_well(world.admin.send(world.token, token.cancel_upgrade()))
    assert world.roles.upgrade_not_before == 0
    assert all_well(world.admin.send(world.token, propose))
    world.chain.advance(token.UPGRADE_DELAY - 1)
    assert refused(world, world.admin, token.apply_upgrade()) == token.UPGRADE_BEFORE_ITS_TIME
    world.chain.advance(1)
    assert all_well(world.admin.send(world.token, token.apply_upgrade()))
    now = world.chain.account(world.token).code
    assert now is not None
    assert cell_of(now).hash == new.hash


def test_new_data_goes_on_where_the_old_stops(world: TokenWorld) -> None:
    """No data while a settler may state; none that says another supply than there is."""
    new = code("loyalty_token").cell
    other = token.Founding(world.bob.address, CONTENT, Bounds(None, 1, 0, 0)).data()
    order = token.propose_upgrade(new, other)
    assert refused(world, world.admin, order) == token.DATA_WHILE_A_SETTLER_IS_SET
    world.owe(world.alice, 4)
    world.state()
    world.admin.send(world.token, token.set_settler(Bounds(None, CAP, 0, 0)))
    assert refused(world, world.admin, order) == token.DATA_SAYS_ANOTHER_SUPPLY
    world.claim(world.alice)
    world.burn(world.alice, 4)
    assert all_well(world.admin.send(world.token, order))
    world.chain.advance(token.UPGRADE_DELAY)
    assert all_well(world.admin.send(world.token, token.apply_upgrade()))
    assert world.roles.admin == world.bob.address


def test_data_that_fitted_when_it_was_proposed_must_fit_when_it_comes(world: TokenWorld) -> None:
    """A settler who was named in between keeps it out."""
    world.admin.send(world.token, token.set_settler(Bounds(None, CAP, 0, 0)))
    other = token.Founding(world.bob.address, CONTENT, Bounds(None, 1, 0, 0)).data()
    order = token.propose_upgrade(code("loyalty_token").cell, other)
    assert all_well(world.admin.send(world.token, order))
    named = token.set_settler(Bounds(world.settler.address, CAP, 0, 0))
    assert all_well(world.admin.send(world.token, named))
    world.chain.advance(token.UPGRADE_DELAY)
    why = refused(world, world.admin, token.apply_upgrade())
    assert why == token.DATA_WHILE_A_SETTLER_IS_SET


def test_an_upgrade_is_applied_once(world: TokenWorld) -> None:
    """The proposal is gone with its use."""
    world.admin.send(world.token, token.propose_upgrade(code("loyalty_token").cell))
    world.chain.advance(token.UPGRADE_DELAY)
    assert all_well(world.admin.send(world.token, token.apply_upgrade()))
    assert refused(world, world.admin, token.apply_upgrade()) == token.NO_UPGRADE_IS_PENDING


def test_a_settler_is_named_with_all_his_bounds(world: TokenWorld) -> None:
    """The cap, the interval and the delay of the order are in force at once."""
    named = token.set_settler(Bounds(world.bob.address, 7, 100, 50))
    assert all_well(world.admin.send(world.token, named))
    now = world.settlement
    assert now.bounds == Bounds(world.bob.address, 7, 100, 50)


def test_a_plain_token_that_is_settled_shows_upgrades_for_a_week() -> None:
    """Nobody said how long when it was a plain one."""
    world = TokenWorld(bounds=None)
    named = token.set_settler(Bounds(world.settler.address, CAP, 0, 0))
    assert all_well(world.admin.send(world.token, named))
    assert world.roles.upgrade_delay == token.UPGRADE_DELAY
