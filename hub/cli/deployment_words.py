"""What deploying and checking tell the operator."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from contracts.wire.units import UnixTime
from hub.chain_operation.access import MadeKey
from hub.chain_operation.checking import Checked
from hub.chain_operation.deployer import DeploymentPlan
from hub.core.almaty import local
from hub.core.settlement.deploying import FEE, bounds_text, needed
from hub.core.settlement.deployment import Deployment
from hub.core.settlement.network import LOCAL
from hub.core.settlement.purses import Purse, fundable, shown, ton
from hub.usecases.next_epoch import NextEpoch, Wait
from hub.usecases.settlement_desk import Halt
from hub.usecases.settlement_plan import FORESEEN_CLAIMS, Foreseen

HALTS: Final = {
    Halt.FOREIGN.value: "the chain states an epoch that this hub never stored. Has another hub, or"
    " a thief, the settler's key? Veto it (baursak chain veto), or restore the hub whose epoch"
    " it is.",
    Halt.NOT_OURS.value: "the token takes roots from somebody else. After a veto or with a new key:"
    " baursak chain deploy --change",
    Halt.UNBALANCED.value: "custody or supply on chain is not what the ledger says. Find out why"
    " before it goes on: baursak hub verify, baursak chain check",
    Halt.ARCHIVE.value: "the archive holds another epoch of this number than the database. Which of"
    " the two is of this hub?",
}
"""Why settlement stops, and what to look at."""


def plan_text(plan: DeploymentPlan) -> str:
    """Return what would be sent, where, and at what cost."""
    lines = [*_what(plan.deployment), "", *_messages(plan), ""]
    lines += _purses(plan.purses, plan.network)
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
    lines = [f"Messages of the admin's wallet: {len(plan.steps)}"]
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


WAITS: Final = {
    Wait.HALTED: "settlement is halted, until somebody has looked: baursak chain resume",
    Wait.UNDER_WAY: "an epoch is under way: the worker (baursak hub worker) brings it to its end",
    Wait.NOT_OURS: "the token takes roots from another wallet: baursak chain deploy --change",
    Wait.MATURING: "until the last epoch has matured, the admin may veto it (the delay of the"
    " deployment)",
    Wait.INTERVAL: "the token's least interval between epochs has not passed",
    Wait.POLICY: "the programme's own settle_every has not passed: baursak hub policy"
    " settle_every=SECONDS",
    Wait.NOTHING_NEW: "nothing new is sealed since the last one",
}
"""Why the next epoch is not made now."""


def next_epoch_text(found: NextEpoch) -> str:
    """Return when the next epoch is due and why not earlier, and what it would be."""
    times = {Wait.MATURING, Wait.INTERVAL, Wait.POLICY} & set(found.waits)
    lines = [foreseen_text(found.foreseen)]
    if times and found.due_at is not None:
        seconds = found.due_at - found.now
        lines.append(f"It is due {_clock(found.due_at)}, in {_span(seconds)}, by the chain's clock"
                     f" (now {_clock(found.now)}).")  # fmt: skip
    elif not found.waits:
        lines.append("It is due now: the worker makes it when it looks next, within seconds.")
    if found.waits:
        lines.append("Why not now:")
        lines += [f"  - {WAITS[it]}" for it in found.waits]
    return "\n".join(lines)


def _clock(at: UnixTime) -> str:
    return local(at).strftime("%d.%m.%Y %H:%M:%S")


def _span(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    named = ((hours, "h"), (minutes, "min"), (left if not hours else 0, "s"))
    return " ".join(f"{many} {unit}" for many, unit in named if many) or "0 s"


def foreseen_text(foreseen: Foreseen | None) -> str:
    """Return what the next epoch would be."""
    if foreseen is None:
        return "Nothing new is sealed: there is no next epoch now."
    many = " or more" if foreseen.unclaimed == FORESEEN_CLAIMS else ""
    return (
        f"Epoch {foreseen.epoch} would state the ledger up to block {foreseen.block}:\n"
        f"  custody {foreseen.custody} points, issued {foreseen.issued} points in all,"
        f" {foreseen.members} members changed\n"
        f"  cost at most {ton(foreseen.epoch_cost)} TON; the settler's wallet holds"
        f" {ton(foreseen.balance)} TON\n"
        f"  then {foreseen.unclaimed}{many} wallets to push claims for, about"
        f" {ton(foreseen.claims_cost)} TON of the sponsor's\n"
        "Nothing was sent."
    )
