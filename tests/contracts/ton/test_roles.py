"""Admin and upgrade, the same in the three contracts that keep their roles in one place."""

from collections.abc import Callable
from typing import Any

import pytest
from pytoniq_core.boc.address import Address
from pytoniq_core.tlb.account import StateInit

from contracts.ton import (
    jetton,
    loyalty_token,
    partner_registry,
    redemption_manager,
    revenue_distribution,
    roles,
)
from contracts.ton.cells import builder, message
from contracts.ton.codes import Name, code
from tests.contracts.ton.asking import (
    STRANGE_OPERATION,
    all_well,
    ask,
    bodies,
    refusal,
    state_of,
    throwing,
)
from tests.ton_chain import TON, at, local_chain, wallet

MASTERCHAIN = Address((-1, bytes(32)))
DELAY = 3_600


def _registry(admin: Address) -> StateInit:
    return partner_registry.Founding(
        admin, partner_registry.Commissions(3, 2, 1), upgrade_delay=DELAY
    ).init()


def _manager(admin: Address) -> StateInit:
    return redemption_manager.Founding(admin, DELAY).init()


def _revenue(admin: Address) -> StateInit:
    return revenue_distribution.Founding(admin, admin, 100, upgrade_delay=DELAY).init()


FOUNDINGS: dict[Name, Callable[[Address], StateInit]] = {
    "partner_registry": _registry,
    "redemption_manager": _manager,
    "revenue_distribution": _revenue,
}


class RolesWorld:
    """One of the three contracts, and those who want to rule it."""

    def __init__(self, name: Name) -> None:
        self.name = name
        self.chain = local_chain()
        self.admin = wallet(self.chain, "admin")
        self.heir = wallet(self.chain, "heir")
        self.stranger = wallet(self.chain, "stranger")
        self.at = self.admin.deploy(
            FOUNDINGS[name](self.admin.address), value=5 * TON, body=jetton.top_up()
        )

    def roles(self) -> roles.Roles:
        """Return what the contract says."""
        return roles.read_roles(ask(self.chain, self.at, "get_roles"))

    def code_now(self) -> bytes:
        """Return the code's bag of cells."""
        now = self.chain.account(self.at).code
        assert now is not None
        return now


@pytest.fixture(params=list(FOUNDINGS))
def world(request: pytest.FixtureRequest) -> RolesWorld:
    """Return each of the three contracts."""
    return RolesWorld(request.param)


def new_code() -> Any:
    """Return code that takes all that comes."""
    return builder().store_uint(0xFF00, 16).end_cell()


def test_an_admin_hands_over_in_two_steps(world: RolesWorld) -> None:
    """The next admin rules when it has shown that it is there, and the old one no more."""
    named = loyalty_token.change_admin(world.heir.address)
    assert refusal(world.stranger.send(world.at, named)) == roles.NOT_ADMIN
    early = refusal(world.heir.send(world.at, loyalty_token.claim_admin()))
    assert early == roles.NOT_PENDING_ADMIN
    assert all_well(world.admin.send(world.at, named))
    assert (world.roles().admin, world.roles().pending_admin) == (
        world.admin.address,
        world.heir.address,
    )
    for who in (world.stranger, world.admin):
        refused = refusal(who.send(world.at, loyalty_token.claim_admin()))
        assert refused == roles.NOT_PENDING_ADMIN
    assert all_well(world.heir.send(world.at, loyalty_token.claim_admin()))
    assert (world.roles().admin, world.roles().pending_admin) == (world.heir.address, None)
    assert refusal(world.admin.send(world.at, named)) == roles.NOT_ADMIN
    again = refusal(world.heir.send(world.at, loyalty_token.claim_admin()))
    assert again == roles.NOT_PENDING_ADMIN


def test_the_last_named_is_the_next_admin(world: RolesWorld) -> None:
    """A slip can be mended until it is claimed; another workchain cannot be named."""
    far = loyalty_token.change_admin(MASTERCHAIN)
    assert refusal(world.admin.send(world.at, far)) == roles.NOT_BASECHAIN
    world.admin.send(world.at, loyalty_token.change_admin(world.stranger.address))
    world.admin.send(world.at, loyalty_token.change_admin(world.heir.address))
    refused = refusal(world.stranger.send(world.at, loyalty_token.claim_admin()))
    assert refused == roles.NOT_PENDING_ADMIN


def test_new_code_waits_for_its_delay_and_keeps_the_data(world: RolesWorld) -> None:
    """Everybody sees it coming; it comes once, when the admin says so."""
    before, old = state_of(world.chain, world.at), world.code_now()
    proposed = loyalty_token.propose_upgrade(new_code())
    assert refusal(world.stranger.send(world.at, proposed)) == roles.NOT_ADMIN
    none = refusal(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert none == roles.NO_UPGRADE
    assert all_well(world.admin.send(world.at, proposed))
    seen = world.roles()
    assert seen.upgrade_code_hash == new_code().hash
    assert seen.upgrade_not_before == world.chain.now() + DELAY
    assert refusal(world.admin.send(world.at, proposed)) == roles.UPGRADE_PENDING
    world.chain.advance(DELAY - 1)
    early = refusal(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert early == roles.UPGRADE_TOO_EARLY
    world.chain.advance(1)
    refused = refusal(world.stranger.send(world.at, loyalty_token.apply_upgrade()))
    assert refused == roles.NOT_ADMIN
    assert world.code_now() == old
    assert all_well(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert world.code_now() == bytes(new_code().to_boc())
    assert state_of(world.chain, world.at) == before


def test_the_same_code_again_is_applied_once(world: RolesWorld) -> None:
    """The proposal is gone with its use."""
    world.admin.send(world.at, loyalty_token.propose_upgrade(code(world.name).cell))
    world.chain.advance(DELAY)
    assert all_well(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    again = refusal(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert again == roles.NO_UPGRADE


def test_new_code_may_bring_its_data(world: RolesWorld) -> None:
    """Then the data is that, whole."""
    data = FOUNDINGS[world.name](world.heir.address).data
    world.admin.send(world.at, loyalty_token.propose_upgrade(code(world.name).cell, data))
    world.chain.advance(DELAY)
    assert all_well(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert world.roles().admin == world.heir.address


def test_a_proposal_can_be_taken_back(world: RolesWorld) -> None:
    """By the admin; the clock of the next one begins anew."""
    cancel = loyalty_token.cancel_upgrade()
    assert refusal(world.admin.send(world.at, cancel)) == roles.NO_UPGRADE
    world.admin.send(world.at, loyalty_token.propose_upgrade(new_code()))
    assert refusal(world.stranger.send(world.at, cancel)) == roles.NOT_ADMIN
    assert all_well(world.admin.send(world.at, cancel))
    world.chain.advance(DELAY)
    none = refusal(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert none == roles.NO_UPGRADE
    world.admin.send(world.at, loyalty_token.propose_upgrade(new_code()))
    early = refusal(world.admin.send(world.at, loyalty_token.apply_upgrade()))
    assert early == roles.UPGRADE_TOO_EARLY


def test_money_for_the_rent_stays_and_other_money_comes_back(world: RolesWorld) -> None:
    """A plain transfer or an unknown message is refused; a top-up is kept whole."""
    before = world.chain.account(world.at).balance
    assert refusal(world.stranger.send(world.at)) == roles.UNKNOWN_OPERATION
    strange = message(STRANGE_OPERATION, 1).end_cell()
    assert refusal(world.stranger.send(world.at, strange)) == roles.UNKNOWN_OPERATION
    assert world.chain.account(world.at).balance == before
    assert all_well(world.stranger.send(world.at, jetton.top_up()))
    assert world.chain.account(world.at).balance > before + TON - TON // 1_000


def test_change_comes_back_under_the_number_of_what_was_asked(world: RolesWorld) -> None:
    """All but the fees; the contract's own balance stays as it was."""
    before = world.chain.account(world.at).balance
    named = loyalty_token.change_admin(world.heir.address, query_id=77)
    traces = world.admin.send(world.at, named)
    assert bodies(traces[0])[0].hash == jetton.excesses(77).hash
    assert at(world.admin.address, traces).envelope.value > TON * 9 // 10
    assert world.chain.account(world.at).balance == before


def test_change_that_nobody_takes_is_no_trouble(world: RolesWorld) -> None:
    """An admin whose wallet throws at its change has done what it ordered; none comes back."""
    thrower = throwing(world.chain)
    world.admin.send(world.at, loyalty_token.change_admin(thrower.address))
    before = world.chain.account(world.at).balance
    assert refusal(thrower.send(world.at, loyalty_token.claim_admin())) is None
    assert world.roles().admin == thrower.address
    assert world.chain.account(world.at).balance == before
