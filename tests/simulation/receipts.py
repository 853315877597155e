"""The whole reading held to the truth: jobs of the generator, read, judged and counted."""

import importlib
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from time import perf_counter

from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind, Receipt
from agent.core.slip_place import own_part
from contracts.wire.units import Tiyn
from hardware.captures.dice import Dice
from hardware.captures.document import Truth
from hardware.captures.jobs import PrintJob, some_job
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment

SETTINGS = ReadingSettings(largest_total=Tiyn(1_000_000_000))
"""Every total that the generator makes is believed."""
CUTTER_DOTS = 90
EVERY = 4
"""One job in so many is read a second time, in pieces."""
MOST_WRONGS = 50
"""Wrong readings that are kept with their story."""


@dataclass
class Tally:
    """What a run of the simulation saw; tallies of several processes can be added up."""

    counts: Counter[str] = field(default_factory=Counter)
    """`sale/papers`, `sale/kind`, `sale/total`, `sale/missed`, `sale/wrong`, `slips`, …"""
    wrongs: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    growth_kb: int = 0
    """Peak memory at the end, less that after the first tenth of the jobs."""

    def add(self, other: "Tally") -> None:
        """Add what another run saw."""
        self.counts += other.counts
        self.wrongs = (self.wrongs + other.wrongs)[:MOST_WRONGS]
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.growth_kb = max(self.growth_kb, other.growth_kb)

    def note(self, story: str) -> None:
        """Keep the story of a wrong reading."""
        if len(self.wrongs) < MOST_WRONGS:
            self.wrongs.append(story)


def read_job(data: bytes, dice: Dice | None = None) -> list[tuple[Segment, Receipt]]:
    """Return the pieces of paper of a job and what each says; in pieces where *dice* are given."""
    reader = PrintoutReader(find_codes)
    segments: list[Segment] = []
    for piece in _pieces(data, dice):
        segments += reader.feed(piece)
    last = reader.finish()
    if last is not None:
        segments.append(last)
    papers = [own_part(it, CUTTER_DOTS) for it in segments if holds_anything(it)]
    return [(it, read_receipt(it, settings=SETTINGS)) for it in papers]


def holds_anything(segment: Segment) -> bool:
    """Tell whether there is anything to read on a piece of paper."""
    text = "".join(line.text for line in segment.lines)
    return bool(text.strip() or segment.pictures or segment.codes)


def earns(receipt: Receipt) -> bool:
    """Tell whether a receipt gets a slip, as far as the reading decides it."""
    return receipt.kind is Kind.SALE and bool(receipt.total) and not receipt.doubts


def judge(seed: int, made: PrintJob, truth: Truth, receipt: Receipt, tally: Tally) -> None:
    """Count one reading against its truth."""
    kind = truth.kind
    about = (
        f"seed {seed} {kind} {made.papers[0].family}/{made.papers[0].language} {made.recipe.name}"
    )
    if kind == "sale" and truth.total is None:
        # The code tells another sum than the paper: whatever is believed, no slip may come of it.
        tally.counts["odd/papers"] += 1
        if earns(receipt):
            tally.counts["slips wrong"] += 1
            tally.note(f"{about}: a slip for {receipt.total}, though code and paper disagree")
        return
    tally.counts[f"{kind}/papers"] += 1
    if receipt.kind == kind:
        tally.counts[f"{kind}/kind"] += 1
    else:
        tally.note(f"{about}: kind {receipt.kind}, doubts {receipt.doubts}")
    if truth.total is not None:
        _judge_total(about, truth, receipt, tally)
    _judge_slip(about, truth, receipt, tally)
    for name, said, found in (
        ("number", truth.number, receipt.number),
        ("time", truth.time, receipt.printed_at.isoformat() if receipt.printed_at else None),
        ("currency", truth.currency, receipt.currency),
        (
            "fiscal",
            truth.fiscal.sign if truth.fiscal else None,
            receipt.fiscal.sign if receipt.fiscal else None,
        ),
    ):
        if said is not None and kind in ("sale", "return", "copy"):
            tally.counts[f"{name}/all"] += 1
            # A code may tell the seconds of a time that is printed without.
            right = said == found or (name == "time" and str(found)[:16] == said[:16])
            tally.counts[f"{name}/{_word(right, found is None)}"] += 1
            if not right:
                tally.note(f"{about}: {name} {found!r}, not {said!r}")


def _judge_slip(about: str, truth: Truth, receipt: Receipt, tally: Tally) -> None:
    """Count a slip: only sales get one, with their total."""
    if not earns(receipt):
        return
    if truth.kind == "sale" and receipt.total == truth.total:
        tally.counts["slips"] += 1
    else:
        tally.counts["slips wrong"] += 1
        tally.note(f"{about}: a slip for {receipt.kind} {receipt.total}")


def _judge_total(about: str, truth: Truth, receipt: Receipt, tally: Tally) -> None:
    """Count a total: right, missed, or wrong, which must not be."""
    if receipt.total is None:
        tally.counts[f"{truth.kind}/missed"] += 1
        tally.note(f"{about}: missed {truth.total}, doubts {receipt.doubts}")
    # A paper taken for another kind may carry its total with another sign; no slip comes of it.
    elif receipt.total == truth.total or (
        receipt.kind != truth.kind and abs(receipt.total) == abs(truth.total or 0)
    ):
        tally.counts[f"{truth.kind}/total"] += 1
    else:
        tally.counts[f"{truth.kind}/wrong"] += 1
        tally.note(f"{about}: WRONG total {receipt.total}, not {truth.total}")


def _peak_kb() -> int:
    """Return the most memory that this process has held, kB; 0 where the system does not tell."""
    if os.name != "posix":
        return 0
    resource = importlib.import_module("resource")
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _word(right: bool, missed: bool) -> str:
    return "right" if right else "missed" if missed else "wrong"


def simulate(seeds: range) -> Tally:
    """Read the jobs of *seeds* and count what is right."""
    tally = Tally()
    warm_kb = 0
    for place, seed in enumerate(seeds):
        if place == len(seeds) // 10:
            warm_kb = _peak_kb()
        made = some_job(seed)
        began = perf_counter()
        read = read_job(made.job.data)
        tally.slowest_s = max(tally.slowest_s, perf_counter() - began)
        tally.counts["jobs"] += 1
        if seed % EVERY == 0 and read_job(made.job.data, Dice(seed)) != read:
            tally.counts["pieces matter"] += 1
            tally.note(f"seed {seed}: another reading when it arrives in pieces")
        if len(read) != len(made.job.truths):
            kinds = [receipt.kind.value for _, receipt in read]
            tally.counts["jobs cut up wrongly"] += 1
            tally.note(f"seed {seed}: papers {kinds}, not {[it.kind for it in made.job.truths]}")
            continue
        for truth, (_, receipt) in zip(made.job.truths, read, strict=True):
            judge(seed, made, truth, receipt, tally)
    tally.growth_kb = _peak_kb() - warm_kb
    return tally


def simulate_broken(seeds: range) -> Tally:
    """Read the jobs of *seeds* broken off, mutated or made of noise: nothing may raise or lie."""
    tally = Tally()
    warm_kb = 0
    for place, seed in enumerate(seeds):
        if place == len(seeds) // 10:
            warm_kb = _peak_kb()
        dice = Dice(seed ^ 0x5EED)
        made = some_job(seed)
        data, way = mutated(made.job.data, dice)
        began = perf_counter()
        read = read_job(data, dice)
        tally.slowest_s = max(tally.slowest_s, perf_counter() - began)
        tally.counts[f"broken/{way}"] += 1
        known = {truth.total for truth in made.job.truths if truth.kind == "sale"}
        # What undoes a sale may stand below its total: "voided", or a code that tells another sum.
        undone = any(truth.total is None and truth.kind != "kitchen" for truth in made.job.truths)
        for _, receipt in read:
            told = way == "broken off" and earns(receipt) and not undone
            if told and receipt.total not in known:
                tally.counts["broken/wrong"] += 1
                tally.note(f"seed {seed} broken off: {receipt.total}, not of {known}")
    tally.growth_kb = _peak_kb() - warm_kb
    return tally


def mutated(data: bytes, dice: Dice) -> tuple[bytes, str]:
    """Return a job as bad lines, bad drivers and bad people make it, and what was done to it."""
    way = dice.choice(("broken off", "flipped", "spliced", "stuttered", "noise"))
    if way == "broken off":
        return data[: dice.number(0, len(data))], way
    if way == "noise":
        return dice.raw(dice.number(0, 4000)), way
    changed = bytearray(data)
    for _ in range(dice.number(1, 8)):
        place = dice.number(0, len(changed) - 1)
        if way == "flipped":
            changed[place] ^= 1 << dice.number(0, 7)
        elif way == "spliced":
            changed[place:place] = dice.raw(dice.number(1, 12))
        else:
            changed[place:place] = changed[place : place + dice.number(1, 60)]
    return bytes(changed), way


def _pieces(data: bytes, dice: Dice | None) -> Iterable[bytes]:
    """Return *data* in pieces as a line may deliver it; whole without *dice*."""
    if dice is None:
        return [data]
    edges = sorted(dice.number(0, len(data)) for _ in range(dice.number(0, 6)))
    return [data[one:other] for one, other in pairwise([0, *edges, len(data)])]
