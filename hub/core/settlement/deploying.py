"""Decides what is left to do of a deployment: what is sent to whom, what it costs, what forbids it.

A contract's address follows from its code and its first state, so what stands there already is
seen, and kept. Every contract begins without a settler and is told of him when all are there; a
settler's key that is replaced, or taken away by a veto, is named by the same message.

One admin's key founds one programme: the redemption manager's address follows from the admin alone,
and a manager serves one token for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.ton.offices import ManagerStanding, SettledStanding, Standing, TokenStanding
from contracts.ton.seen import AccountStatus, AccountView, Address
from hub.core.settlement.deployment import Bounds, Contract, Deployed, Deployment, Founding, Offices
from hub.core.settlement.purses import fundable, shown

RENT: Final = 100_000_000
"""NanoTON that come with a new contract and stay there: more than five years of the rent of the
largest of them, at the prices before May 2026."""
NAMING: Final = 20_000_000
"""NanoTON that come with the word of who settles: four times its gas at those prices."""
FEE: Final = 50_000_000
"""NanoTON that one message of the admin's wallet takes at most: twice what a contract's code on its
way was measured to take at those prices."""
ORDER: Final = (Contract.REGISTRY, Contract.REVENUE, Contract.LOYALTY, Contract.REDEMPTION)
"""The manager last: its first message names the token, which must be there to answer it."""
_SETTLED: Final = (Contract.LOYALTY, Contract.REVENUE, Contract.REGISTRY)
"""Contracts that have a settler."""


@dataclass(frozen=True, slots=True)
class Part:
    """One contract as it is to begin."""

    address: Address
    code_hash: bytes
    init: bytes
    """State-init, a bag of cells."""
    body: bytes
    """What its first message says."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """All of them, and the wallets' code."""

    parts: Mapping[Contract, Part]
    wallet_code_hash: bytes

    def deployment(
        self, network: str, settler: Address, sponsor: Address, *,
        locked: bool, bounds: Bounds, founding: Founding,
    ) -> Deployment:  # fmt: skip
        """Return the record of it."""
        return Deployment(
            network=network,
            contracts={it: Deployed(part.address, part.code_hash) for it, part in
                       self.parts.items()},
            wallet_code_hash=self.wallet_code_hash,
            locked=locked,
            settler=settler,
            sponsor=sponsor,
            offices=Offices(founding.admin, bounds),
            founding=founding,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at a contract's address."""

    account: AccountView
    standing: Standing | None
    """What its data says; None where there is no data of ours."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to a contract."""

    target: Address
    value: int
    """NanoTON."""
    body: bytes
    init: bytes | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One message of the admin's wallet: it happens whole, or not at all."""

    what: str
    letters: tuple[Letter, ...]

    @property
    def most(self) -> int:
        """Return the nanoTON that it takes from the admin's wallet at most."""
        return sum(it.value for it in self.letters) + FEE


@dataclass(frozen=True, slots=True)
class Pending:
    """A signed message: kept before it is sent, so that it is sent again and never twice."""

    what: str
    number: int
    """Of the admin's wallet: only one message of this number can ever happen."""
    void_after: int
    boc: bytes
    letters: tuple[tuple[Address, bytes], ...]
    """Whom it tells what."""


def is_open(pending: Pending, left: Sequence[Step]) -> bool:
    """Tell whether something that *pending* does is still to be done."""
    asked = {(it.target, it.body) for step in left for it in step.letters}
    return not asked.isdisjoint(pending.letters)


def steps(
    blueprint: Blueprint,
    deployment: Deployment,
    seen: Mapping[Contract, Seen],
    namings: Mapping[Contract, bytes],
) -> list[Step]:
    """Return what is left to do, in order; nothing where all stands as the deployment says."""
    left = []
    for contract in ORDER:
        part, there = blueprint.parts[contract], seen[contract]
        if there.account.status is not AccountStatus.ACTIVE:
            letter = Letter(part.address, RENT, part.body, part.init)
            left.append(Step(f"deploy {contract.value}", (letter,)))
        elif isinstance(there.standing, ManagerStanding) and there.standing.token is None:
            # Somebody else has put it there: anybody can, but only its admin can name the token.
            letter = Letter(part.address, RENT, part.body)
            left.append(Step(f"tell {contract.value} of the token", (letter,)))
    unnamed = [it for it in _SETTLED if not names_settler(deployment, seen[it].standing)]
    if unnamed:
        letters = tuple(Letter(blueprint.parts[it].address, NAMING, namings[it]) for it in unnamed)
        names = ", ".join(it.value for it in unnamed)
        left.append(Step(f"name the settler to {names}", letters))
    return left


def names_settler(deployment: Deployment, standing: Standing | None) -> bool:
    """Tell whether a contract knows the deployment's settler, and the token his bounds."""
    if isinstance(standing, TokenStanding):
        found = Bounds(standing.growth_cap, standing.least_interval, standing.delay)
        bounds = deployment.offices.bounds if deployment.offices is not None else found
        return (standing.settler, found) == (deployment.settler, bounds)
    if isinstance(standing, SettledStanding):
        return standing.settler == deployment.settler
    return False


def never_named(standing: Standing | None) -> bool:
    """Tell whether nobody was ever named to a contract: then naming somebody takes nothing away."""
    if isinstance(standing, TokenStanding):
        return standing.settler is None and standing.epoch == 0 and standing.growth_cap == 0
    return standing is None or (isinstance(standing, SettledStanding) and standing.settler is None)


def changes(deployment: Deployment, seen: Mapping[Contract, Seen]) -> list[str]:
    """Return what naming the settler would take away from somebody, in words."""
    found = []
    for contract in _SETTLED:
        standing = seen[contract].standing
        if isinstance(standing, ManagerStanding) or standing is None or never_named(standing):
            continue
        if standing.settler != deployment.settler:
            asked = fundable(deployment.settler, deployment.network)
            has = "nobody: after a veto, look first who stated what"
            if standing.settler is not None:
                has = fundable(standing.settler, deployment.network)
            found.append(f"{contract.value}'s settler is {has}; asked is {asked}.")
        elif not names_settler(deployment, standing):
            assert isinstance(standing, TokenStanding), "only the token has bounds"
            found.append(f"{contract.value}'s bounds are {_bounds_of(standing)}.")
    return found


def faults(deployment: Deployment, seen: Mapping[Contract, Seen]) -> list[str]:
    """Return what is wrong with what stands there already, in words and with what to do."""
    found = []
    for contract, deployed in deployment.contracts.items():
        account, standing = seen[contract].account, seen[contract].standing
        name = contract.value
        if account.status is AccountStatus.FROZEN:
            found.append(f"{name} is frozen: its rent was not paid. Unfreeze it, with TON"
                         " (docs/chain.md).")  # fmt: skip
        if account.status is not AccountStatus.ACTIVE:
            continue
        if account.code_hash != deployed.code_hash:
            found.append(
                f"{name} has another code: {_hex(account.code_hash)}… on chain,"
                f" {_hex(deployed.code_hash)}… expected. Find out who changed it and why"
                " (docs/chain.md)."
            )
        elif standing is None:
            found.append(f"{name} holds what this program cannot read. Find out who changed it.")
        else:
            found += _standing_faults(name, deployment, standing)
    return found


def _standing_faults(name: str, deployment: Deployment, standing: Standing) -> list[str]:
    network, found = deployment.network, []
    offices = deployment.offices
    if offices is not None and standing.offices.admin != offices.admin:
        found.append(
            f"{name} obeys the admin {fundable(standing.offices.admin, network)}, not"
            f" {fundable(offices.admin, network)}. If you handed it over, write the new admin into"
            " the deployment's file; if not, look at docs/chain.md now."
        )
    token = deployment.contracts[Contract.LOYALTY].address
    if isinstance(standing, ManagerStanding) and standing.token is not None:
        if standing.token != token:
            found.append(
                f"{name} serves another token, {shown(standing.token, network)}, for good: one"
                " admin's key founds one programme. Take that deployment's file, or another"
                " admin's key."
            )
        elif (standing.wallet_code_hash, standing.locked) != (
            deployment.wallet_code_hash, deployment.locked,
        ):  # fmt: skip
            found.append(f"{name} knows other jetton wallets than the token has; deploy anew.")
    if isinstance(standing, TokenStanding):
        found += _token_faults(name, deployment, standing)
    return found


def _token_faults(name: str, deployment: Deployment, standing: TokenStanding) -> list[str]:
    found = []
    if standing.wallet_code_hash != deployment.wallet_code_hash:
        found.append(
            f"{name} gives wallets another code: {_hex(standing.wallet_code_hash)}…, not"
            f" {_hex(deployment.wallet_code_hash)}…. Find out who changed it."
        )
    manager = deployment.contracts[Contract.REDEMPTION].address if deployment.locked else None
    if (standing.locked, standing.manager) != (deployment.locked, manager):
        asked = "locked to redemption_manager" if deployment.locked else "open"
        found.append(f"{name}'s wallets are not {asked}, as the deployment says.")
    return found


def absent(deployment: Deployment, seen: Mapping[Contract, Seen]) -> list[str]:
    """Return what of a deployment that should be whole is missing or about to change, in words."""
    network, found = deployment.network, []
    for contract in deployment.contracts:
        account, standing = seen[contract].account, seen[contract].standing
        name = contract.value
        if account.status in (AccountStatus.ABSENT, AccountStatus.UNINIT):
            found.append(f"{name} is not there ({account.status.value}). Go on with: baursak chain"
                         " deploy")  # fmt: skip
        if standing is None:
            continue
        if isinstance(standing, ManagerStanding) and standing.token is None:
            found.append(f"{name} knows no token yet. Go on with: baursak chain deploy")
        elif contract in _SETTLED and not names_settler(deployment, standing):
            why = "nobody yet. Go on with: baursak chain deploy" if never_named(standing) else (
                "another settler or other bounds than the deployment's file says. After a veto, or"
                " with a new key: baursak chain deploy --change"
            )  # fmt: skip
            found.append(f"{name} goes by {why}")
        if standing.offices.upgrade_pending:
            found.append(f"{name}: new code is proposed. If it is not yours, cancel it"
                         " (docs/chain.md).")  # fmt: skip
        if (pending := standing.offices.pending_admin) is not None:
            found.append(f"{name} is offered to another admin, {fundable(pending, network)}. If"
                         " that is not yours, look at docs/chain.md now.")  # fmt: skip
    return found


def bounds_text(bounds: Bounds) -> str:
    """Return bounds as people read them."""
    return (
        f"{bounds.growth_cap} points an epoch, {bounds.least_interval} s between epochs beside"
        f" a delay of {bounds.delay} s"
    )


def _bounds_of(standing: TokenStanding) -> str:
    return bounds_text(Bounds(standing.growth_cap, standing.least_interval, standing.delay))


def needed(left: Sequence[Step]) -> int:
    """Return the nanoTON that the admin's wallet must hold to do *left*."""
    return sum(it.most for it in left)


def _hex(code_hash: bytes | None) -> str:
    return (code_hash or b"").hex()[:16]
