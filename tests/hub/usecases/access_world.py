"""A programme for tests of access: an operator, partners with owners, a member, wallets."""

from dataclasses import dataclass, replace
from itertools import count

from contracts.wire.units import ShopId
from hub.adapters.passwords import Argon2Passwords
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.challenge import Purpose
from hub.core.access.people import Page, PartnerState
from hub.core.access.roles import PROGRAMME, Grant, Role, Scope
from hub.core.access.sessions import SignedIn
from hub.core.access.wallet_proof import WalletProof
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.hub import Hub, Store
from hub.core.ports.signing import Claims
from hub.usecases.own_account import accept_invitation
from hub.usecases.partners import decide_partner, register_by_wallet
from hub.usecases.sessions import recognise_staff
from hub.usecases.shops import add_shop
from hub.usecases.sign_in import make_challenge
from hub.usecases.staff import add_staff
from tests.hub.core.access.wallets import TestWallet
from tests.hub.hubs import SetClock, hub_on

QUICK = Argon2Passwords(memory_kib=64, passes=1, at_once=8)
"""So little effort that a test of many passwords is quick."""
PASSWORD = "Тәтті-бауырсақ-2026"


@dataclass(frozen=True)
class Person:
    """Somebody of the staff who is signed in."""

    id: StaffId
    login: str
    session: SignedIn
    claims: Claims
    actor: Actor


_numbers = count(1000)


class AccessWorld:
    """A hub over a store, and shortcuts to people in it.

    Other worlds may stand on the same store: each has its own address, logins and people.
    """

    def __init__(self, store: Store) -> None:
        self.clock = SetClock()
        self.hub: Hub = replace(hub_on(store, self.clock), passwords=QUICK)
        number = next(_numbers)
        self.address = f"10.0.{number // 250}.{number % 250}"
        self.telegram = number

    def login(self) -> str:
        """Return a login that nobody has yet."""
        return f"person{next(_numbers)}@hub.kz"

    def wallet(self) -> TestWallet:
        """Return a new wallet."""
        return TestWallet(next(_numbers))

    def prove(
        self, wallet: TestWallet, purpose: Purpose = Purpose.LOGIN, subject: str = ""
    ) -> WalletProof:
        """Let *wallet* sign a fresh challenge."""
        payload = make_challenge(self.hub, purpose, subject)
        return wallet.prove(payload, self.hub.programme.host, self.clock.now())

    def partner(self, name: str = "Тәтті нан") -> tuple[PartnerId, Person]:
        """Return a partner that takes part, and its owner."""
        made = register_by_wallet(
            self.hub, name, self.prove(self.wallet(), Purpose.REGISTER), self.address
        )
        decide_partner(self.hub, CONSOLE, made.partner.id, PartnerState.ACTIVE)
        return made.partner.id, self.signed_in(made.session)

    def shop(self, owner: Person, partner: PartnerId) -> ShopId:
        """Return a new shop of a partner."""
        return add_shop(self.hub, owner.actor, partner, "Абай, 10", "").id

    def staff(
        self, role: Role, scope: Scope = PROGRAMME, login: str = "", by: Actor = CONSOLE
    ) -> Person:
        """Return a new person of the staff who has accepted his invitation."""
        invited = add_staff(self.hub, by, login or self.login(), "Асель", Grant(role, scope))
        return self.signed_in(accept_invitation(self.hub, invited.code, PASSWORD, self.address))

    def signed_in(self, session: SignedIn) -> Person:
        """Return the person of a session, with the rights of this moment."""
        claims, actor = recognise_staff(self.hub, session.access, self.address, "test")
        staff = StaffId(session.owner)
        with self.hub.store.read() as work:
            person = work.staff.get(staff)
        assert person is not None
        return Person(staff, person.login, session, claims, actor)

    def log(self) -> list[str]:
        """Return what the audit log holds, newest first: action and subject."""
        with self.hub.store.read() as work:
            rows = work.audit.listed(Page(limit=200), None)
        return [f"{entry.action} {entry.subject}" for _, entry in rows]
