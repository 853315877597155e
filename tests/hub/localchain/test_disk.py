"""The chain's file survives a kill at any moment, with whole blocks and nothing else."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hub.errors import HubError
from hub.localchain.chain import LocalChain
from hub.localchain.disk import Disk
from hub.localchain.executor import executor_here
from hub.localchain.prices import config
from tests.programs import program_running
from tests.ton_chain import BEGINNING, TON, books, wallet

ROOT = Path(__file__).parents[3]
KILLS, KILLS_IN_FULL = 2, 40
_RUNS_FOR_EVER = """
import sys
from pathlib import Path
from hub.localchain.chain import LocalChain
from hub.localchain.disk import Disk
from hub.localchain.executor import executor_here
from hub.localchain.prices import config
from tests.ton_chain import BEGINNING, wallet
chain = LocalChain(
    executor_here(config("new")), Disk(Path(sys.argv[1])), now=lambda: BEGINNING
)
one, other = wallet(chain, "one"), wallet(chain, "other")
while True:
    chain.advance(1)
    one.post(other.address, value=5)
    one.send(other.address, value=3)
    chain.tick()
    print(chain.head().seqno, flush=True)
"""


def _chain(file: Path) -> LocalChain:
    return LocalChain(executor_here(config("new")), Disk(file), now=lambda: BEGINNING)


def test_a_killed_chain_goes_on_where_it_was(tmp_path: Path, full: bool) -> None:
    """After every kill each block is whole, what was said is there, and the chain goes on."""
    file = tmp_path / "chain.sqlite3"
    for kill in range(KILLS_IN_FULL if full else KILLS):
        seen = _killed(file, lines=3 + kill % 5)
        chain = _chain(file)
        assert chain.head().seqno >= seen
        assert books(chain).balanced
        _all_fits(chain)
        before = wallet(chain, "other").balance
        wallet(chain, "one").send(wallet(chain, "other").address, value=TON)
        assert before < wallet(chain, "other").balance < before + TON
        assert books(chain).balanced
        chain.disk.close()


def _killed(file: Path, lines: int) -> int:
    """Run a chain on *file*, kill it after so many blocks, and return the last that it said."""
    command = [sys.executable, "-c", _RUNS_FOR_EVER, str(file)]
    with program_running(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
    return said[-1]


def _all_fits(chain: LocalChain) -> None:
    """Check that every account's state is the one its last transaction left, block by block."""
    for address, _ in chain.disk.accounts():
        state, traces = chain.account(address), chain.transactions(address)
        assert (state.last_lt, state.last_hash) == (traces[-1].lt, traces[-1].hash)
    end = 0
    for seqno in range(1, chain.head().seqno + 1):
        block = chain.disk.block(seqno)
        assert block is not None
        assert end <= block.start_lt <= block.end_lt
        lts = [trace.lt for trace in chain.disk.traces_of(seqno)]
        assert all(block.start_lt <= lt <= block.end_lt for lt in lts)
        end = block.end_lt


def test_everything_is_there_again(tmp_path: Path) -> None:
    """Accounts, blocks, what is on its way and the clock come back from the file."""
    first = _chain(tmp_path / "chain.sqlite3")
    one = wallet(first, "one")
    first.advance(500)
    posted = one.post(one.address, value=7)
    first.tick()
    one.post(one.address, value=8)
    seen = first.head(), first.now(), first.account(one.address), first.waiting()
    traces = first.transactions(one.address)
    first.disk.close()
    second = _chain(tmp_path / "chain.sqlite3")
    assert (
        second.head(), second.now(), second.account(one.address), second.waiting()
    ) == seen  # fmt: skip
    assert second.transactions(one.address) == traces
    assert second.now() == BEGINNING + 500
    assert wallet(second, "one").post(one.address).number > posted.number
    second.disk.close()


def test_a_block_that_fails_is_not_there_in_part(tmp_path: Path) -> None:
    """A transaction that cannot be kept takes its whole block with it."""
    chain = _chain(tmp_path / "chain.sqlite3")
    one = wallet(chain, "one")
    block, (trace,) = chain.disk.last_block(), chain.transactions(one.address)
    assert block is not None
    before = chain.head(), one.balance
    with pytest.raises(sqlite3.IntegrityError):
        chain.disk.keep(block, {}, [trace], [])
    chain.disk.close()
    again = _chain(tmp_path / "chain.sqlite3")
    assert (again.head(), wallet(again, "one").balance) == before
    again.disk.close()


def test_blocks_are_found_by_time_and_logical_time(chain: LocalChain) -> None:
    """The block at a time is the last that was not later."""
    for _ in range(3):
        chain.advance(10)
        chain.tick()
    found = [chain.disk.block(number) for number in range(4)]
    assert found[2] is not None
    assert chain.disk.block_at_utime(BEGINNING + 25) == found[2]
    assert chain.disk.block_at_utime(BEGINNING - 1) is None
    assert chain.disk.block_at_lt(found[2].end_lt + 5) == found[2]
    assert chain.disk.block(99) is None


def test_another_programs_file_is_not_touched(tmp_path: Path) -> None:
    """A database that is no local chain's is refused with what to do, and stays as it was."""
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE theirs (a)")
    before = file.read_bytes()
    with pytest.raises(HubError, match="not a local chain's file") as refused:
        Disk(file)
    assert "begin a new chain" in refused.value.hint
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    assert len(file.read_bytes()) == len(before)
