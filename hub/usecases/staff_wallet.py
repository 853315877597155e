"""A person of the staff links a wallet, to sign in with it; or forgets it."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.access import attempts
from hub.core.access.actor import Actor
from hub.core.access.challenge import Purpose
from hub.core.access.wallet_proof import WalletProof
from hub.core.ids import StaffId
from hub.core.ports.access import Taken
from hub.core.ports.hub import Hub, Work
from hub.core.ports.signing import Claims
from hub.usecases.attempts import count_attempt
from hub.usecases.own_account import check_own_password
from hub.usecases.sign_in import make_challenge, prove_wallet, use_challenge


def challenge_staff_wallet(hub: Hub, actor: Actor, claims: Claims, password: str) -> str:
    """Return what one's wallet is to sign; a session left open does not get it.

    No other door gives a challenge for this subject, so that the signature shows the password too.
    """
    staff = StaffId(claims.owner)
    check_own_password(hub, staff, password, actor.address)
    return make_challenge(hub, Purpose.LINK, _subject(claims))


def link_staff_wallet(hub: Hub, actor: Actor, claims: Claims, proof: WalletProof) -> str:
    """Link the wallet that signed our challenge, and return its address."""
    count_attempt(hub, attempts.PROOFS, actor.address)
    found = prove_wallet(hub, proof, Purpose.LINK, _subject(claims))
    wallet = proof.address.lower()
    with hub.store.begin() as work:
        use_challenge(work, found)
        _set(work, hub, actor, StaffId(claims.owner), wallet)
    return wallet


def unlink_staff_wallet(hub: Hub, actor: Actor, claims: Claims, password: str) -> None:
    """Forget one's wallet; it takes the password, which is then the way in that is left."""
    staff = StaffId(claims.owner)
    check_own_password(hub, staff, password, actor.address)
    with hub.store.begin() as work:
        _set(work, hub, actor, staff, None)


def _set(work: Work, hub: Hub, actor: Actor, staff: StaffId, wallet: str | None) -> None:
    before = work.staff.get(staff)
    assert before is not None, "the guard has just seen this person"
    try:
        work.staff.set_wallet(staff, wallet)
    except Taken as taken:
        raise Refused(Refusal.TAKEN, "wallet") from taken
    home = next((it.scope.partner for it in before.grants), None)
    facts = {"before": before.wallet, "after": wallet}
    now = hub.clock.now()
    work.audit.write(actor.entry(now, "staff.wallet", f"staff {staff}", home, **facts))


def _subject(claims: Claims) -> str:
    """Return whom the challenge is made for: this person, in this session."""
    return f"staff {claims.owner} {claims.family.hex()}"
