"""A member shows that a wallet is his, or unlinks it."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.challenge import Purpose
from hub.core.access.wallet_proof import WalletProof
from hub.core.ids import MemberId
from hub.core.ports.access import Taken
from hub.core.ports.hub import Hub
from hub.usecases.sign_in import prove_wallet, use_challenge


def link_own_wallet(hub: Hub, member: MemberId, proof: WalletProof) -> str:
    """Link the wallet that signed our challenge, and return its address."""
    found = prove_wallet(hub, proof, Purpose.LINK, member_subject(member))
    wallet = proof.address.lower()
    with hub.store.begin() as work:
        use_challenge(work, found)
        if work.members.lock(member) is None:
            raise Refused(Refusal.NOT_FOUND, "member")
        try:
            work.members.set_wallet(member, wallet)
        except Taken as taken:
            raise Refused(Refusal.TAKEN, "wallet") from taken
    return wallet


def unlink_own_wallet(hub: Hub, member: MemberId) -> None:
    """Forget a member's wallet; there being none is as good."""
    with hub.store.begin() as work:
        if work.members.lock(member) is None:
            raise Refused(Refusal.NOT_FOUND, "member")
        work.members.set_wallet(member, None)


def member_subject(member: MemberId) -> str:
    """Return whom a challenge for a member's wallet is made for."""
    return f"member {member}"
