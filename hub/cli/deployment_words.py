"""What deploying and checking tell the operator."""

from collections.abc import Sequence
from pathlib import Path

from hub.chain_operation.access import MadeKey
from hub.chain_operation.checking import Checked
from hub.chain_operation.deployer import DeploymentPlan
from hub.core.settlement.deploying import FEE, bounds_text, needed
from hub.core.settlement.deployment import Deployment
from hub.core.settlement.network import LOCAL
from hub.core.settlement.purses import Purse, fundable, shown, ton


def plan_text(plan: DeploymentPlan) -> str:
    """Return what would be sent, where, at what cost, and what forbids it."""
    lines = [*_what(plan.deployment), "", *_messages(plan), ""]
    lines += _purses(plan.purses, plan.network)
    if plan.refused:
        lines += ["", "This stands in the way:", *(f"  - {it}" for it in plan.refused)]
    return "\n".join(lines)


def _what(deployment: Deployment) -> list[str]:
    wallets = "locked: jettons go to the redemption manager only" if deployment.locked else (
        "open: jettons go anywhere"
    )  # fmt: skip
    lines = [f"Network {deployment.network}. Wallets are {wallets}."]
    if deployment.founding is not None:
        lines.append(
            f"Points are called {deployment.founding.name} ({deployment.founding.symbol})."
        )
    if deployment.offices is not None:
        lines.append(f"Bounds of an epoch: {bounds_text(deployment.offices.bounds)}.")
    lines += [
        f"  {contract.value:20}  {shown(it.address, deployment.network)}"
        f"  code {it.code_hash.hex()[:16]}…"
        for contract, it in deployment.contracts.items()
    ]
    return lines


def _messages(plan: DeploymentPlan) -> list[str]:
    if plan.is_done:
        return ["Everything stands already: there is nothing to send."]
    lines = [f"{len(plan.steps)} messages of the admin's wallet:"]
    for number, step in enumerate(plan.steps, 1):
        lines.append(f"  {number}. {step.what}, at most {ton(step.most)} TON:")
        for it in step.letters:
            size = len(it.body) + len(it.init or b"")
            lines.append(f"     {ton(it.value)} TON to {shown(it.target, plan.network)}"
                         f" ({size} bytes{', with its code' if it.init else ''})")  # fmt: skip
        lines.append(f"     and up to {ton(FEE)} TON of fees")
    lines.append(f"Together at most {ton(needed(plan.steps))} TON; what fees do not take stays.")
    return lines


def _purses(purses: Sequence[Purse], network: str) -> list[str]:
    lines = ["Wallets:"]
    for it in purses:
        state = {"absent": "not there yet", "uninit": "deployed by its first message"}
        lines.append(
            f"  {it.name:8}{fundable(it.address, network)}  holds {ton(it.holds)} TON,"
            f" needs {ton(it.needs)} ({state.get(it.status.value, it.status.value)})"
        )
        if it.missing and network == LOCAL:
            lines.append("          the local chain's faucet gives it what is missing")
        elif it.missing:
            when = "" if it.name == "admin" else " before the hub settles"
            lines.append(f"          send {ton(it.missing)} TON more to it{when}")
    return lines


def checked_text(checked: Checked) -> str:
    """Return what a check found."""
    lines = [*_what(checked.deployment), *_purses(checked.purses, checked.deployment.network)]
    if not checked.wrong:
        return "\n".join([*lines, "All is as it should be."])
    return "\n".join([*lines, "This is not as it should be:", *(f"  - {it}" for it in
                      checked.wrong)])  # fmt: skip


def made_text(folder: Path, made: Sequence[MadeKey], network: str) -> str:
    """Return which keys there are, and where their wallets are."""
    lines = [f"Keys in {folder} (readable by you only; keep a copy where no thief looks):"]
    for it in made:
        where = fundable(it.address, network)
        lines.append(f"  {it.file.name:12} {'made' if it.new else 'kept'}  {where}  ({network})")
    return "\n".join(lines)
