"""Settlement on the dashboard: epochs, what each cost, how to check one, when the next is due."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Response

from hub.core.access.roles import Permission
from hub.core.settlement.deployment import Contract, Deployment
from hub.usecases.chain_reading import SettlementSeen, inspect_settlement
from hub.usecases.settlement_desk import Halt
from hub.usecases.settlement_told import Stage, ToldEpoch, foretell, pushed_claims, tell_epochs
from hub.web.context import the_hub
from hub.web.guards import require_page
from hub.web.owner import asked
from hub.web.owner.figures import NONE
from hub.web.owner.frame import owner, page, seen
from hub.web.owner.table import csv_file
from hub.web.owner.tons import shown_address, ton
from hub.web.owner.viewer import Seen
from hub.web.page_words import moment, plain, points_of
from hub.web.surroundings import surroundings

ROWS: Final = 20
"""Epochs on one page: some three weeks, as deployed by default."""
AT_ONCE: Final = 200
FIGURES: Final = ("custody", "issued", "burned", "supply")
"""What the chain states, in points."""
_HEAD: Final = (
    "epoch", "state", "block", "custody", "issued", "wallets", "attempts", "spent_nanoton",
    "stored_at", "confirmed_at", "root", "sum_root", "message", "agrees",
)  # fmt: skip
_TONES: Final = {
    Stage.SEALED: "wait", Stage.SENT: "wait", Stage.PUBLISHED: "wait", Stage.MATURED: "good",
    Stage.SETTLED: "soft", Stage.VETOED: "stop",
}  # fmt: skip


@owner.get("/settlement")
@require_page(Permission.LEDGER_READ)
def show_settlement() -> Response:
    """Show where settlement stands; a programme without a chain says so."""
    viewer, deployment = seen(), surroundings().chain
    if deployment is None:
        return page("settlement", chain=None)
    after = asked.number("after")
    found = tell_epochs(viewer.hub, after, ROWS)
    items = [_epoch(viewer, it) for it in found]
    more = asked.address(after=found[-1].epoch.statement.epoch) if len(found) == ROWS else None
    whole = viewer.actor.may(Permission.LEDGER_READ)
    return page(
        "settlement", chain=_chain(deployment), items=items, more=more, whole=whole,
        outlook=_outlook(viewer), standing=_standing(viewer) if whole else None,
        assigns=viewer.actor.may(Permission.SETTINGS_EDIT),
    )  # fmt: skip


@owner.get("/settlement.csv")
@require_page(Permission.LEDGER_READ)
def csv_settlement() -> Response:
    """Give all epochs as a table."""
    return csv_file("settlement", _HEAD, (_row(it) for it in _every_epoch()))


def _every_epoch() -> Iterator[ToldEpoch]:
    before: int | None = None
    while found := tell_epochs(the_hub(), before, AT_ONCE):
        yield from found
        before = found[-1].epoch.statement.epoch


def _chain(deployment: Deployment) -> dict[str, str]:
    token = deployment.contracts[Contract.LOYALTY].address
    return {"network": deployment.network, "token": shown_address(deployment, token)}


def _outlook(viewer: Seen) -> dict[str, Any]:
    """Return when the next epoch is due and why not earlier."""
    found, words = foretell(viewer.hub), viewer.words
    due = words["ch_due_soon"] if found.due_at is None else moment(found.due_at, viewer.language)
    return {
        "due": due,
        "waits": [words[f"ch_wait_{it.value}"] for it in found.waits],
        "faults": [it.text(viewer.language) for it in found.faults],
    }


def _standing(viewer: Seen) -> dict[str, Any]:
    """Return what the programme's own people see beside: halts, wallets, what waits."""
    found, words = inspect_settlement(viewer.hub, viewer.actor), viewer.words
    pushed = pushed_claims(viewer.hub, viewer.actor)
    language = viewer.language
    halted = Halt(found.halted) if found.halted else None
    never = found.seen_at is None
    return {
        "seen": words["never"] if found.seen_at is None else moment(found.seen_at, language),
        "halted": None if halted is None else words[f"ch_halt_{halted.value}"],
        "do": None if halted is None else words[f"ch_do_{halted.value}"],
        "figures": [] if never else _figures(viewer, found),
        "purses": [
            _purse(viewer, "ch_settler", found.facts), _purse(viewer, "ch_sponsor", found.sponsor),
        ],
        "pushed": words["ch_pushed"].format(
            day=ton(pushed.day, language), month=ton(pushed.month, language),
            budget=ton(pushed.budget, language),
        ),
        "moves": words["ch_moves_wait"].format(
            count=plain(found.moves_waiting), points=points_of(found.points_waiting, language)
        ),
        "unknown": points_of(found.unknown_returns, language) if found.unknown_returns else None,
    }  # fmt: skip


def _figures(viewer: Seen, found: SettlementSeen) -> list[tuple[str, str, str]]:
    """Return what the chain states: name, value, what it means."""
    words = viewer.words
    return [
        (words[f"ch_{name}"], plain(int(found.facts.get(name, 0))), words[f"ch_{name}_is"])
        for name in FIGURES
    ]


def _purse(viewer: Seen, name: str, facts: Any) -> dict[str, Any]:
    low = bool(facts.get("settler_low"))
    return {
        "name": viewer.words[name],
        "held": ton(facts.get("settler_balance"), viewer.language),
        "low": viewer.words["ch_low"] if low else None,
    }


def _epoch(viewer: Seen, it: ToldEpoch) -> dict[str, Any]:
    said, words, language = it.epoch.statement, viewer.words, viewer.language
    at = it.epoch.confirmed_at or it.epoch.stored_at
    good = None if it.epoch.found is None else bool(it.epoch.found["good"])
    return {
        "number": said.epoch,
        "name": words["ch_epoch"].format(number=said.epoch),
        "state": words[f"ch_{it.stage.value}"],
        "means": words[f"ch_{it.stage.value}_is"],
        "tone": _TONES[it.stage],
        "at": moment(at, language),
        "facts": [
            (words["ch_custody"], plain(said.custody)),
            (words["ch_issued"], plain(said.issued)),
            (words["ch_wallets"], plain(it.wallets)),
            (words["ch_spent"], ton(it.spent, language)),
        ],
        "check": None if good is None else words["ch_agrees" if good else "ch_differs"],
        "check_tone": "good" if good else "stop",
        "proof": [
            (words["ch_root"], said.root.hex()),
            (words["ch_sum_root"], said.sum_root.hex()),
            (words["ch_block"], plain(said.block)),
            (words["ch_message"], NONE if it.message is None else it.message.hash.hex()),
        ],
        "leaves": it.stage not in (Stage.SEALED, Stage.SENT),
    }


def _row(it: ToldEpoch) -> tuple[object, ...]:
    said, epoch = it.epoch.statement, it.epoch
    return (
        said.epoch, it.stage, said.block, said.custody, said.issued, it.wallets,
        0 if it.message is None else it.message.attempt, it.spent, epoch.stored_at,
        epoch.confirmed_at, said.root.hex(), said.sum_root.hex(),
        None if it.message is None else it.message.hash.hex(),
        None if epoch.found is None else bool(epoch.found["good"]),
    )  # fmt: skip
