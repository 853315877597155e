"""Partners come in by a proven wallet or an invitation, and stay among themselves."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access import attempts
from hub.core.access.actor import CONSOLE
from hub.core.access.challenge import Purpose
from hub.core.access.people import Page, PartnerState
from hub.core.access.roles import Grant, Permission, Role, Scope
from hub.core.accounts import Account, AccountKind
from hub.core.ids import MemberId, PartnerId
from hub.usecases.invitations import LIFE_S
from hub.usecases.own_wallet import link_own_wallet, member_subject, unlink_own_wallet
from hub.usecases.partners import (
    Registered,
    decide_partner,
    invite_partner,
    link_partner_wallet,
    list_partners,
    register_by_invitation,
    register_by_wallet,
    rename_partner,
    show_partner,
    wallet_subject,
)
from hub.usecases.sign_in import sign_in_by_password, sign_in_by_wallet
from tests.hub.usecases.access_world import PASSWORD, AccessWorld


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


def register(world: AccessWorld, name: str = "Тәтті нан") -> Registered:
    """Register a partner by a new wallet."""
    proof = world.prove(world.wallet(), Purpose.REGISTER)
    return register_by_wallet(world.hub, name, proof, world.address)


def test_a_wallet_registers_a_partner_that_waits(world: AccessWorld) -> None:
    """Its owner is signed in and may look; until the operator lets it in, no more."""
    wallet = world.wallet()
    proof = world.prove(wallet, Purpose.REGISTER)
    made = register_by_wallet(world.hub, "  Тәтті   нан ", proof, world.address)
    assert (made.partner.name, made.partner.state) == ("Тәтті нан", PartnerState.PENDING)
    assert made.partner.wallet == wallet.address
    scope = Scope(made.partner.id)
    waiting = world.signed_in(made.session).actor
    assert waiting.may(Permission.PARTNERS_READ, scope)
    assert not waiting.may(Permission.SHOPS_EDIT, scope)
    decide_partner(world.hub, CONSOLE, made.partner.id, PartnerState.ACTIVE)
    assert world.signed_in(made.session).actor.may(Permission.SHOPS_EDIT, scope)
    again = sign_in_by_wallet(world.hub, world.prove(wallet), world.address)
    assert again.owner == made.session.owner


def test_a_partner_has_accounts_from_the_start(world: AccessWorld) -> None:
    """What it issues and takes is booked there."""
    partner = register(world).partner.id
    with world.hub.store.read() as work:
        assert work.ledger.balance_of(Account(AccountKind.ISSUED, partner)) == 0


def test_one_wallet_is_one_partner(world: AccessWorld) -> None:
    """Also when it registers many times at once."""
    wallet = world.wallet()
    proofs = [world.prove(wallet, Purpose.REGISTER) for _ in range(5)]

    def attempt(number: int) -> str:
        try:
            register_by_wallet(world.hub, "Нан", proofs[number], world.address)
        except Refused as refused:
            return refused.refusal
        return "made"

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(attempt, range(5)))
    assert sorted(answers) == ["made", *["taken"] * 4]


def test_a_registration_that_fails_leaves_nothing(world: AccessWorld) -> None:
    """Neither a partner nor a used challenge: the same proof may register with a good name."""
    proof = world.prove(world.wallet(), Purpose.REGISTER)
    with pytest.raises(Refused):
        register_by_wallet(world.hub, "", proof, world.address)
    assert register_by_wallet(world.hub, "Нан", proof, world.address).partner.name == "Нан"


def test_registering_has_a_limit(world: AccessWorld) -> None:
    """Nobody fills the operator's list from one address."""
    for _ in range(attempts.REGISTRATIONS.most):
        register(world)
    with pytest.raises(Refused) as caught:
        register(world)
    assert caught.value.refusal is Refusal.TOO_MANY_ATTEMPTS
    assert caught.value.retry_after == attempts.REGISTRATIONS.window


def test_an_invited_partner_takes_part_at_once(world: AccessWorld) -> None:
    """Inviting it was letting it in; its owner signs in by password."""
    code, login = invite_partner(world.hub, CONSOLE), world.login()
    made = register_by_invitation(world.hub, code, "Нан", login, PASSWORD, world.address)
    assert (made.partner.state, made.partner.wallet) == (PartnerState.ACTIVE, None)
    session = sign_in_by_password(world.hub, login, PASSWORD, None, world.address)
    assert session.owner == made.session.owner


def test_an_invitation_lets_one_in(world: AccessWorld) -> None:
    """Once, for a week, and only for what it was made."""
    code = invite_partner(world.hub, CONSOLE)

    def refusal(code: str) -> Refusal:
        with pytest.raises(Refused) as caught:
            register_by_invitation(world.hub, code, "Нан", world.login(), PASSWORD, world.address)
        return caught.value.refusal

    assert refusal("0000-0000-0000-0000") is Refusal.WRONG_CREDENTIALS
    register_by_invitation(world.hub, code, "Нан", world.login(), PASSWORD, world.address)
    assert refusal(code) is Refusal.REPLAYED
    late = invite_partner(world.hub, CONSOLE)
    world.clock.time += LIFE_S
    assert refusal(late) is Refusal.EXPIRED


def test_a_login_that_is_taken_uses_no_invitation_up(world: AccessWorld) -> None:
    """The person picks another and goes on."""
    code, taken = invite_partner(world.hub, CONSOLE), world.staff(Role.OPERATOR).login
    with pytest.raises(Refused) as caught:
        register_by_invitation(world.hub, code, "Нан", taken, PASSWORD, world.address)
    assert caught.value.refusal is Refusal.TAKEN
    register_by_invitation(world.hub, code, "Нан", world.login(), PASSWORD, world.address)


def test_only_the_operator_invites_and_decides(world: AccessWorld) -> None:
    """No owner lets himself or another in."""
    partner, owner = world.partner()
    with pytest.raises(Refused) as inviting:
        invite_partner(world.hub, owner.actor)
    with pytest.raises(Refused) as deciding:
        decide_partner(world.hub, owner.actor, partner, PartnerState.ACTIVE)
    assert {inviting.value.refusal, deciding.value.refusal} == {Refusal.FORBIDDEN}


def test_deciding_is_written_down_once(world: AccessWorld) -> None:
    """Doing it twice is doing it once; nobody is put back to wait."""
    partner, _ = world.partner()
    decide_partner(world.hub, CONSOLE, partner, PartnerState.SUSPENDED)
    decide_partner(world.hub, CONSOLE, partner, PartnerState.SUSPENDED)
    assert world.log().count(f"partner.decide partner {partner}") == 2
    with pytest.raises(Refused) as caught:
        decide_partner(world.hub, CONSOLE, partner, PartnerState.PENDING)
    assert caught.value.refusal is Refusal.CONFLICT
    with pytest.raises(Refused) as nobody:
        decide_partner(world.hub, CONSOLE, PartnerId(10**9), PartnerState.ACTIVE)
    assert nobody.value.refusal is Refusal.NOT_FOUND


def test_owners_see_their_own(world: AccessWorld) -> None:
    """The operator sees all, page by page."""
    (first, owner), (second, _) = world.partner("Бірінші"), world.partner("Екінші")
    assert [it.id for it in list_partners(world.hub, owner.actor, Page())] == [first]
    assert show_partner(world.hub, owner.actor, first).name == "Бірінші"
    with pytest.raises(Refused) as caught:
        show_partner(world.hub, owner.actor, second)
    assert caught.value.refusal is Refusal.FORBIDDEN
    pages = [list_partners(world.hub, CONSOLE, Page(first - 1, 1)),
             list_partners(world.hub, CONSOLE, Page(first, 1))]  # fmt: skip
    assert [page[0].id for page in pages] == [first, second]


def test_who_has_no_role_sees_nobody(world: AccessWorld) -> None:
    """An empty list of partners is not all of them."""
    partner, owner = world.partner()
    nobody = replace(owner.actor, grants=())
    assert list_partners(world.hub, nobody, Page()) == []
    with pytest.raises(Refused):
        show_partner(world.hub, nobody, partner)


def test_an_owner_changes_his_own_partner_only(world: AccessWorld) -> None:
    """Name and settings; an auditor and a neighbour change nothing."""
    (partner, owner), (_, neighbour) = world.partner(), world.partner()
    changed = rename_partner(world.hub, owner.actor, partner, "Жаңа нан", {"colour": "red"})
    assert show_partner(world.hub, owner.actor, partner) == changed
    kept = rename_partner(world.hub, owner.actor, partner, "Нан", None)
    assert kept.settings == {"colour": "red"}
    auditor = replace(owner.actor, grants=(Grant(Role.AUDITOR, Scope(partner)),))
    for actor in (neighbour.actor, auditor):
        with pytest.raises(Refused) as caught:
            rename_partner(world.hub, actor, partner, "Нан", None)
        assert caught.value.refusal is Refusal.FORBIDDEN


def test_an_owner_links_another_wallet(world: AccessWorld) -> None:
    """By a challenge made for him and this partner; nobody else's serves."""
    (partner, owner), (other, neighbour) = world.partner(), world.partner()
    subject = wallet_subject(partner, owner.id)
    wallet = world.wallet()
    proof = world.prove(wallet, Purpose.LINK, subject)
    with pytest.raises(Refused) as caught:
        link_partner_wallet(world.hub, neighbour.actor, other, proof)
    assert caught.value.refusal is Refusal.FORGED
    linked = link_partner_wallet(world.hub, owner.actor, partner, proof)
    assert linked.wallet == wallet.address
    with pytest.raises(Refused) as again:
        link_partner_wallet(world.hub, owner.actor, partner, proof)
    assert again.value.refusal is Refusal.REPLAYED
    stolen = world.prove(wallet, Purpose.LINK, wallet_subject(other, neighbour.id))
    with pytest.raises(Refused) as taken:
        link_partner_wallet(world.hub, neighbour.actor, other, stolen)
    assert taken.value.refusal is Refusal.TAKEN


def test_a_member_links_and_unlinks_a_wallet(world: AccessWorld) -> None:
    """One wallet is one member's; unlinked, it is free."""
    with world.hub.store.begin() as work:
        first, second = (
            work.members.add(world.telegram + extra, "Айгүл", "kk", world.clock.now())
            for extra in (0, 500_000)
        )
    wallet = world.wallet()

    def link(member: MemberId) -> str:
        proof = world.prove(wallet, Purpose.LINK, member_subject(member))
        return link_own_wallet(world.hub, member, proof)

    assert link(first) == wallet.address
    with pytest.raises(Refused) as caught:
        link(second)
    assert caught.value.refusal is Refusal.TAKEN
    unlink_own_wallet(world.hub, first)
    assert link(second) == wallet.address
