"""What an idle program gives back: code that is in a file anyway, and nothing else."""

import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from threading import Thread
from threading import enumerate as all_threads

from hardware.memory import give_back, keep_small, unchanged

MAPS = """\
55d0c0000000-55d0c0001000 r-xp 00000000 08:01 11   /opt/a program/baursak
Rss:                   4 kB
Anonymous:             0 kB
7f0000000000-7f0000100000 r-xp 00000000 08:01 12   /usr/lib/libpython3.11.so.1.0
Anonymous:             0 kB
VmFlags: rd ex mr mw me sd
7f0000100000-7f0000180000 r--p 00100000 08:01 12   /usr/lib/libpython3.11.so.1.0
Anonymous:           512 kB
7f0000180000-7f0000190000 rw-p 00180000 08:01 12   /usr/lib/libpython3.11.so.1.0
Anonymous:             0 kB
7f0000200000-7f0000210000 r--p 00000000 08:01 13   /usr/lib/libcrypto.so.3
Anonymous:             0 kB
7f0000300000-7f0000310000 r--p 00000000 08:01 14   /usr/lib/locale/C.utf8/LC_CTYPE
Anonymous:             0 kB
7f0000400000-7f0000410000 r--s 00000000 08:01 15   /tmp/pictures.so
Anonymous:             0 kB
7f0000500000-7f0000510000 r--p 00000000 00:00 0
Anonymous:             0 kB
7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0    [vdso]
Anonymous:             0 kB
"""


def test_only_code_that_nobody_changed_is_given_back() -> None:
    """Of libraries and the program; what was changed while it was loaded is in no file."""
    assert unchanged(MAPS, "/opt/a program/baursak") == [
        (0x7F0000200000, 0x10000),
        (0x55D0C0000000, 0x1000),
        (0x7F0000000000, 0x100000),
    ], "Python itself comes last"
    assert unchanged("", "/opt/a program/baursak") == []


def test_a_program_that_has_given_back_is_smaller_and_goes_on() -> None:
    """Measured in a process of its own, which then uses what it gave back."""
    program = """
        import hashlib, json, re, sqlite3, ssl
        from hardware.memory import give_back

        def clean():
            said = open("/proc/self/smaps_rollup").read()
            return [int(it) for it in re.findall(r"(?:Rss|Anonymous):\\s+(\\d+) kB", said)]

        def work():
            with sqlite3.connect(":memory:") as base:
                base.execute("CREATE TABLE t (a)")
                base.execute("INSERT INTO t VALUES (?)", (json.dumps({"a": [1, 2]}),))
                return hashlib.sha256(str(base.execute("SELECT * FROM t").fetchall()).encode())

        before = work().hexdigest(), clean()
        give_back()
        less = clean()
        ssl.create_default_context()
        print(before[0] == work().hexdigest(), before[1][0] - less[0] > 2000)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True"]


def test_it_may_be_done_while_others_work() -> None:
    """A till reads receipts meanwhile."""
    found: list[int] = []

    def work() -> None:
        found.extend(len(re.sub("a", "bc", f"{number}a" * 50)) for number in range(200))

    working = [Thread(target=work) for _ in range(4)]
    for it in working:
        it.start()
    for _ in range(20):
        give_back()
    for it in working:
        it.join()
    assert len(found) == 800


def test_no_signal_is_for_the_thread_that_looks() -> None:
    """Or a program that waits for its end in another one would not hear of it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    keep_small()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
    looking = next(it for it in all_threads() if it.name == "memory")
    said = Path(f"/proc/self/task/{looking.native_id}/status").read_text()
    blocked = next(line for line in said.splitlines() if line.startswith("SigBlk:"))
    assert int(blocked.split()[1], 16) & 1 << (signal.SIGTERM - 1)
