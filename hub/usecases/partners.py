"""Partners: how they come in, and what the operator and their owners do about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points
from hub.core.access import attempts
from hub.core.access.actor import Actor, Entry
from hub.core.access.challenge import Purpose
from hub.core.access.people import Page, Partner, PartnerState, proper_name
from hub.core.access.roles import Grant, Permission, Role, Scope
from hub.core.access.secrets import proper_login, require_good_password
from hub.core.access.sessions import STAFF, SignedIn
from hub.core.access.wallet_proof import WalletProof
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.access import Taken
from hub.core.ports.hub import Hub, Work
from hub.usecases.attempts import count_attempt
from hub.usecases.invitations import PARTNER_INVITATION, good_partner_invitation, make_invitation
from hub.usecases.own_account import invitation_digest
from hub.usecases.sessions import open_session
from hub.usecases.sign_in import prove_wallet, use_challenge


@dataclass(frozen=True, slots=True)
class Registered:
    """A partner that has just registered, its owner signed in."""

    partner: Partner
    session: SignedIn


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """Who registers as what."""

    name: str
    login: str
    wallet: str | None
    state: PartnerState
    address: str


def register_by_wallet(hub: Hub, name: str, proof: WalletProof, address: str) -> Registered:
    """Register a partner whose owner has shown his wallet; it waits for the operator."""
    name = proper_name(name)
    count_attempt(hub, attempts.REGISTRATIONS, address)
    found = prove_wallet(hub, proof, Purpose.REGISTER)
    wallet = proof.address.lower()
    newcomer = _Newcomer(name, wallet, wallet, PartnerState.PENDING, address)
    with hub.store.begin() as work:
        use_challenge(work, found)
        return _register(work, hub, newcomer, None)


def register_by_invitation(
    hub: Hub, code: str, name: str, login: str, password: str, address: str
) -> Registered:
    """Register a partner that the operator invited: inviting it was letting it in."""
    name, login = proper_name(name), proper_login(login)
    count_attempt(hub, attempts.CODES, address)
    require_good_password(password, login)
    digest = invitation_digest(hub, code)
    with hub.store.begin() as work:
        good_partner_invitation(hub, work.invitations.lock(digest))
    hashed = hub.passwords.hash(password)
    newcomer = _Newcomer(name, login, None, PartnerState.ACTIVE, address)
    with hub.store.begin() as work:
        good_partner_invitation(hub, work.invitations.lock(digest))
        work.invitations.use(digest, hub.clock.now())
        return _register(work, hub, newcomer, hashed)


def _register(work: Work, hub: Hub, newcomer: _Newcomer, hashed: str | None) -> Registered:
    """Make the partner, its accounts, its owner and his first session."""
    now = hub.clock.now()
    try:
        partner = work.partners.add(newcomer.name, newcomer.wallet, newcomer.state, now)
        staff = work.staff.add(newcomer.login, newcomer.name, newcomer.wallet, now)
    except Taken as taken:
        raise Refused(Refusal.TAKEN, str(taken)) from taken
    work.ledger.open_partner(partner, Points(work.policy.shortfall_most))
    work.staff.grant(staff, Grant(Role.OWNER, Scope(partner)))
    if hashed is not None:
        secrets = work.staff.secrets(staff)
        work.staff.set_secrets(staff, replace(secrets, password=hashed))
    made = work.partners.get(partner)
    assert made is not None, "it was added above"
    subject, facts = f"partner {partner}", {"state": str(newcomer.state)}
    work.audit.write(
        Entry(
            now, staff, "partner.register", subject, partner, address=newcomer.address, facts=facts
        )
    )
    return Registered(made, open_session(work, hub, STAFF, staff))


def invite_partner(hub: Hub, actor: Actor) -> str:
    """Make a one-time code with which somebody may register a partner."""
    actor.require(Permission.PARTNERS_APPROVE)
    with hub.store.begin() as work:
        code = make_invitation(work, hub, PARTNER_INVITATION, 0, {"by": actor.staff})
        work.audit.write(actor.entry(hub.clock.now(), "partner.invite", "a new partner"))
        return code


def list_partners(hub: Hub, actor: Actor, page: Page) -> list[Partner]:
    """Return the partners that this person may see."""
    with hub.store.read() as work:
        return work.partners.listed(page, actor.partners(Permission.PARTNERS_READ))


def show_partner(hub: Hub, actor: Actor, partner: PartnerId) -> Partner:
    """Return one partner."""
    seen = actor.partners(Permission.PARTNERS_READ)
    if seen is not None and partner not in seen:
        raise Refused(Refusal.FORBIDDEN, "another partner")
    with hub.store.read() as work:
        return _found(work.partners.get(partner))


def rename_partner(
    hub: Hub, actor: Actor, partner: PartnerId, name: str, settings: Mapping[str, Any] | None
) -> Partner:
    """Give a partner another name, and other settings where they are given."""
    actor.require(Permission.PARTNERS_EDIT, Scope(partner))
    name = proper_name(name)
    with hub.store.begin() as work:
        found = _found(work.partners.lock(partner))
        kept = found.settings if settings is None else settings
        work.partners.change(partner, name=name, settings=kept)
        facts = {"before": found.name, "after": name}
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "partner.change", f"partner {partner}", partner, **facts))
        return replace(found, name=name, settings=kept)


def decide_partner(hub: Hub, actor: Actor, partner: PartnerId, state: PartnerState) -> Partner:
    """Let a partner in, or suspend it: its staff may then only look."""
    actor.require(Permission.PARTNERS_APPROVE)
    if state is PartnerState.PENDING:
        raise Refused(Refusal.CONFLICT, "a partner is let in or suspended, never put back to wait")
    with hub.store.begin() as work:
        found = _found(work.partners.lock(partner))
        if found.state is not state:
            work.partners.set_state(partner, state)
            facts = {"before": str(found.state), "after": str(state)}
            now, subject = hub.clock.now(), f"partner {partner}"
            work.audit.write(actor.entry(now, "partner.decide", subject, partner, **facts))
        return replace(found, state=state)


def link_partner_wallet(hub: Hub, actor: Actor, partner: PartnerId, proof: WalletProof) -> Partner:
    """Give a partner the wallet that its owner has just shown to be his."""
    actor.require(Permission.PARTNERS_EDIT, Scope(partner))
    found = prove_wallet(hub, proof, Purpose.LINK, wallet_subject(partner, actor.staff))
    wallet = proof.address.lower()
    with hub.store.begin() as work:
        use_challenge(work, found)
        before = _found(work.partners.lock(partner))
        try:
            work.partners.set_wallet(partner, wallet)
        except Taken as taken:
            raise Refused(Refusal.TAKEN, "wallet") from taken
        facts = {"before": before.wallet, "after": wallet}
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "partner.wallet", f"partner {partner}", partner, **facts))
        return replace(before, wallet=wallet)


def wallet_subject(partner: PartnerId, staff: StaffId | None) -> str:
    """Return whom a challenge for a partner's wallet is made for."""
    return f"partner {partner} staff {staff}"


def _found(partner: Partner | None) -> Partner:
    if partner is None:
        raise Refused(Refusal.NOT_FOUND, "partner")
    return partner
