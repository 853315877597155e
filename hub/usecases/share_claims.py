"""What RevenueDistribution owes a partner, and the claim that makes it pay."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of, wallet_of
from hub.core.settlement.proof_files import ClaimProof
from hub.usecases.partner_shares import SHARES_SEEN


@dataclass(frozen=True, slots=True)
class PartnerShare:
    """What a partner is owed on chain."""

    partner: PartnerId
    wallet: str | None
    rate: int
    """NanoTON for a point of clearing; 0: partners settle in ₸."""
    stated: int
    """NanoTON ever, by the newest shares."""
    waiting: int
    """NanoTON for which there is no wallet yet."""
    epoch: int
    """Of the shares that claims go by; 0: none yet."""
    claim: ClaimProof | None
    """What anyone may push for him; its amount is cumulative."""


def share_of(hub: Hub, actor: Actor, partner: PartnerId) -> PartnerShare:
    """Return what a partner is owed on chain, with the proof that claims it."""
    actor.require(Permission.LEDGER_READ, Scope(partner))
    with hub.store.read() as work:
        if work.partners.get(partner) is None:
            raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
        linked = work.shares.wallets().get(partner)
        wallet = None if linked is None else wallet_of(key_of(linked))
        standing = work.shares.standings().get(partner)
        last = work.shares.last()
        stated = 0
        if last is not None and wallet is not None:
            stated = dict(work.shares.leaves(last[0].epoch)).get(wallet, 0)
        epoch = int(work.jobs.facts(SHARES_SEEN).get("in_force", 0))
        return PartnerShare(
            partner,
            wallet,
            work.policy.share_rate,
            stated,
            0 if standing is None else standing.waiting,
            epoch,
            None if wallet is None else _claim(work, epoch, wallet),
        )


def _claim(work: Work, epoch: int, wallet: str) -> ClaimProof | None:
    """Return a wallet's proof under the shares of *epoch*; a thousand partners make one tree."""
    amounts = dict(work.shares.leaves(epoch))
    if wallet not in amounts:
        return None
    leaves = Leaves.from_items((key_of(it), nano) for it, nano in amounts.items())
    return ClaimProof(wallet, amounts[wallet], leaves.proof(key_of(wallet)))
