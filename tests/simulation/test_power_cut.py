"""The power is cut: nothing that was promised is lost, and nothing is there twice."""

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.adapters.outbox.store import open_outbox
from agent.core.delivery import CorruptOutbox
from contracts.wire.bodies import EventKind
from contracts.wire.event import Event
from contracts.wire.units import Sequence
from tests import evidence
from tests.contracts.wire.samples import ENROLMENT, OPENED, TILL
from tests.simulation.disk import Disk, Step, record
from tests.simulation.till_day import receipt

ROOT = Path(__file__).parents[2]
CUTS_A_DAY = 20
DAYS_IN_FULL = 50
DAYS_SEEDED = 3
MOST_RECEIPTS = 300
"""More than a day has."""


def recorded_day(folder: Path, seed: int, synchronous: str) -> list[Step]:
    """Return all that a day of the real outbox did to the disk."""
    folder.mkdir()
    day = [sys.executable, "-m", "tests.simulation.till_day", str(folder), str(seed), synchronous]
    steps = record(day, folder, ROOT)
    shutil.rmtree(folder)
    return steps


def cut_and_look(steps: list[Step], cuts: int, seed: int, folder: Path) -> Counter[str]:
    """Cut the power at *cuts* random points of a day and count what was found afterwards."""
    dice = random.Random(seed)
    points = sorted(dice.randrange(len(steps)) for _ in range(cuts))
    found: Counter[str] = Counter()
    disk, played = Disk(), 0
    for number, point in enumerate(points):
        for step in steps[played : point + 1]:
            disk.play(step)
        played = point + 1
        place = folder / f"cut-{number}"
        place.mkdir()
        disk.cut(place, dice)
        found += look(place, disk.said)
        found["cuts"] += 1
        shutil.rmtree(place)
    return found


def look(place: Path, said: list[str]) -> Counter[str]:
    """Start the till on what the disk holds, and count what is missing, twice or broken."""
    found: Counter[str] = Counter()
    try:
        outbox = open_outbox(place / "outbox.sqlite3", TILL, ENROLMENT, OPENED)
    except CorruptOutbox:
        promised = Counter(line.split()[0] for line in said)
        lost, printed = promised["stored"], promised["printed"]
        return Counter(corrupt=1, lost=lost, printed_without_accrual=printed)
    events = {event.sequence: event for event in outbox.export()}
    found["broken_chains"] += not outbox.verify()
    found["carded_without_card"] += len(carded_without_card(events, outbox._foot()[0]))
    foot = outbox._foot()[0]
    waiting = outbox.pending(1)
    for line in said:
        match line.split():
            case ["stored", sequence, digest] if int(sequence) > foot:
                found["stored"] += 1
                event = events.get(Sequence(int(sequence)))
                found["lost"] += event is None or event.hash.hex() != digest
            case ["printed", sequence, identity] if int(sequence) > foot:
                found["printed"] += 1
                found["printed_without_accrual"] += not _is_accrual(
                    events.get(Sequence(int(sequence))), identity
                )
            case ["acknowledged", sequence] if waiting:
                found["acknowledgements_lost"] += waiting[0].sequence <= int(sequence)
            case _:
                pass
    # The POS prints the interrupted receipt again, and the day goes on.
    sold = sum(line.startswith("printed") for line in said)
    for number in range(sold, sold + 3):
        if number > 0:
            outbox.append(receipt(number), OPENED)
    identities = Counter(it.body.receipt_identity() for it in outbox.export())
    found["doubled"] += sum(times > 1 for key, times in identities.items() if key)
    found["broken_chains"] += not outbox.verify()
    outbox.close()
    return found


def carded_without_card(events: dict[Sequence, Event], foot: int) -> list[Sequence]:
    """Return sales for a card, every fourth here, that stand on the disk without their card."""
    cards = {it.body.slip_of() for it in events.values() if it.kind is EventKind.CARD}
    for_cards = {receipt(number).receipt for number in range(4, MOST_RECEIPTS, 4)}
    return [
        place
        for place, it in events.items()
        if place > foot + 1 and it.body.receipt_identity() in for_cards and place not in cards
    ]


def _is_accrual(event: Event | None, identity: str) -> bool:
    if event is None or event.kind is not EventKind.ACCRUAL:
        return False
    return (event.body.receipt_identity() or b"").hex() == identity


@pytest.fixture
def room() -> Iterator[Path]:
    """Return a folder in memory where there is one: thousands of syncs are slow on a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - only where states of disks are made, nothing is kept
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def test_a_power_cut_loses_nothing_and_doubles_nothing(full: bool, room: Path) -> None:
    """At any instant of any day: every promise is on disk, once, in a whole chain."""
    begun = time.monotonic()
    found: Counter[str] = Counter()
    days = DAYS_IN_FULL if full else DAYS_SEEDED
    for seed in range(days):
        steps = recorded_day(room / f"day-{seed}", seed, "FULL")
        found += cut_and_look(steps, CUTS_A_DAY, seed, room)
    bad = (
        "lost", "doubled", "printed_without_accrual", "acknowledgements_lost",
        "carded_without_card",
    )  # fmt: skip
    assert {name: found[name] for name in (*bad, "corrupt", "broken_chains")} == {
        "lost": 0, "doubled": 0, "printed_without_accrual": 0, "acknowledgements_lost": 0,
        "carded_without_card": 0, "corrupt": 0, "broken_chains": 0,
    }, found  # fmt: skip
    assert found["cuts"] == days * CUTS_A_DAY
    assert found["printed"] > found["cuts"], "the days were too short to say anything"
    if full:
        counts: dict[str, object] = {"days": days, **dict(found)}
        counts |= {name: found[name] for name in (*bad, "corrupt", "broken_chains")}
        evidence.record("power-cut", counts, time.monotonic() - begun)


def test_the_same_cuts_find_what_an_unsynced_outbox_loses(room: Path) -> None:
    """With synchronous=OFF promises are lost: the cuts above would have shown it."""
    steps = recorded_day(room / "day", 0, "OFF")
    found = cut_and_look(steps, CUTS_A_DAY, 0, room)
    assert found["lost"] > 0
    assert found["printed_without_accrual"] > 0
