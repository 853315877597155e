"""The support bundle: everything planted in a till's folder and logs stays out of it."""

import base64
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import pytest

from agent.adapters.clock import SystemClock
from agent.adapters.enrolling_file import Enrolling, kept
from agent.adapters.outbox.store import open_outbox
from agent.adapters.pins import Argon2Pins
from agent.app import enrol_locally
from agent.config import ENROLLING_FILE, FACE_FILE, OUTBOX_FILE, AgentSettings
from agent.core.scrubbing import GONE, Scrubber
from agent.core.shift_keeping import Shifts
from agent.core.shifts import ShiftRules
from agent.core.till_disk import TillDisk
from agent.errors import AgentError
from agent.hub_parts import counter_of
from agent.support import write_bundle
from contracts.wire.bodies import ShiftAct, ShiftBody
from contracts.wire.keys import KeyKind
from contracts.wire.sync_news import Keys, TillKey
from contracts.wire.units import KeyId, UnixTime
from tests.agent.cli.test_running import run
from tests.contracts.wire.samples import text_accrual

CLAIM = "Q0xBSU0tQ09ERS1PRi1BLUdVRVNULTEyMzQ1Njc4OTBhYmNkZWZn"
VOUCHER = "EQEAAAccvpkaFAAAKgBhqBPnei1c2dR3-L7fLg"
ONE_TIME = "7K3M-9QXT-2B4C-DFGH"
TOKEN = "s3cr3tTok_en-OfThisStart"
CASHIER = "Айгүл Серікқызы"
LATIN_CASHIER = "Gulnara"
KEY = bytes(range(100, 132))
SEED = bytes(range(60, 92))
PIN = "481537"
PHONES = ("+7 701 234 56 78", "87012345678", "8 (701) 234-56-78")
PROXY = "http://aigul:hunter2@10.0.0.1:3128"
GOODS = "Круассан миндальный"
NUMBERS = ("010199003417", "12345678")
PLACES = ("192.168.1.100", "till-7.bakery.kz", "fe80::1:2:3:4")


@dataclass
class Planted:
    """A till's folder, and every secret in it."""

    home: Path
    secrets: list[str | bytes]


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """Return a till whose folder holds a secret of each kind, and whose logs say them all."""
    home = tmp_path / "till"
    made = enrol_locally(home, till=7, host="till-7.bakery.kz", bot=None)
    settings = AgentSettings(home=home)
    (home / "agent.toml").write_text(
        f'# {CASHIER} {PHONES[0]}\nregisters = ["{NUMBERS[0]}"]\n[hub]\nproxy = "{PROXY}"\n'
        f'url = "https://{PLACES[1]}"\n[slip]\nshop = "{GOODS}"\nlanguages = ["kk"]\n'
        f'[printer]\nurl = "tcp://{PLACES[0]}:9100"\n["{TOKEN}"]\n"{CLAIM}" = 1\n'
    )
    (home / FACE_FILE).write_text(f"http://127.0.0.1:40123/?t={TOKEN}")
    kept(home / ENROLLING_FILE, Enrolling(ONE_TIME.replace("-", ""), "https://x.kz", SEED))
    clock = SystemClock()
    with (
        closing(open_outbox(home / OUTBOX_FILE, made.till, made.enrolment, clock.now())) as outbox,
        closing(counter_of(settings, made)) as counter,
    ):
        outbox.append(text_accrual(1, till=made.till), clock.now())
        outbox.append(ShiftBody(ShiftAct.OPENED, None, CASHIER), clock.now())
        till_key = TillKey(KeyKind.CLAIM, made.till, KeyId(1), KEY, current=True)
        counter.remember(replace(counter.memory, keys=Keys(1, (till_key,))))
        disk = TillDisk(outbox, counter, Lock())
        shifts = Shifts(counter.shifts, Argon2Pins(), disk, clock, ShiftRules())
        shifts.add_cashier(CASHIER, PIN)
        shifts.add_cashier(LATIN_CASHIER, "730295")
        hashes = [it.hashed for it in counter.shifts.cashiers()]
    secrets: list[str | bytes] = [
        CLAIM, VOUCHER, ONE_TIME, ONE_TIME.replace("-", ""), TOKEN, CASHIER, LATIN_CASHIER, KEY,
        SEED, made.claim_key, made.seed, PIN, *PHONES, "hunter2", "aigul:", GOODS, *NUMBERS,
        *PLACES, *hashes, str(tmp_path), "Бауырсақ",
    ]  # fmt: skip
    plant_logs(home, secrets)
    return Planted(home, secrets)


def forms_of(secret: str | bytes) -> Iterator[bytes]:
    """Yield how a secret could stand in a file: as it is, in hex, in base64 at any place."""
    raw = secret.encode() if isinstance(secret, str) else secret
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    if len(raw) < 6:
        return
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # What stays of it whatever stands before and behind.
            yield encode(b"\0" * shift + raw)[4 if shift else 0 : -4]


def plant_logs(home: Path, secrets: list[str | bytes]) -> None:
    """Write each secret into each log, as it is, in hex and in base64."""
    lines = ["2026-11-23T06:05:03Z accrual 1 stored", "2026-11-23T06:05:03Z PIN 4815 is wrong"]
    for secret in secrets:
        raw = secret.encode() if isinstance(secret, str) else secret
        said = [raw.hex(), raw.hex().upper(), base64.b64encode(raw).decode(),
                base64.urlsafe_b64encode(raw).decode()]  # fmt: skip
        said += [secret] if isinstance(secret, str) else []
        lines += [f"2026-11-23T06:05:04Z job 3: got {it} from the POS" for it in said]
        lines += [f"2026-11-23T06:05:04Z hub: https://points.kz/c/{it}, {it}." for it in said]
    for name in ("agent.log", "agent.log.4", "relay.log", "supervisor.log"):
        (home / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def contents(bundle: Path) -> dict[str, bytes]:
    """Return what is in a bundle."""
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_nothing_that_was_planted_is_in_the_bundle(planted: Planted, tmp_path: Path) -> None:
    """Of no kind and in no form; the names of the files hold none either."""
    said = run(planted.home, "support-bundle", str(tmp_path / "bundle.zip"))
    assert said.exit_code == 0, said.output
    assert (tmp_path / "bundle.zip").stat().st_mode & 0o777 == 0o600
    found = contents(tmp_path / "bundle.zip")
    whole = b"\n".join([*found.values(), *(name.encode() for name in found)])
    there = [(secret, it) for secret in planted.secrets for it in forms_of(secret) if it in whole]
    assert there == []
    assert b"4815" not in whole


def test_what_helps_is_in_it(planted: Planted, tmp_path: Path) -> None:
    """Status, settings by name, versions, counts, and the lines of the logs."""
    names = write_bundle(planted.home, tmp_path / "bundle.zip")
    found = {name: text.decode() for name, text in contents(tmp_path / "bundle.zip").items()}
    assert list(found) == names
    assert '"state": "not_running"' in found["status.json"]
    assert '"accrual": 1' in found["events.json"]
    assert '"hub.proxy": "http://…"' in found["settings.json"]
    assert '"unknown": 1' in found["settings.json"]
    assert '"counter.sqlite3": 3' in found["schemas.json"]
    assert '"rights": "600"' in found["disk.json"]
    assert '"zxing-cpp"' in found["versions.json"]
    assert found["logs/agent.log"].startswith("2026-11-23T06:05:03Z accrual 1 stored\n")
    assert f"2026-11-23T06:05:04Z job 3: got {GONE} from the POS\n" in found["logs/agent.log.4"]


def test_a_folder_of_nobody_and_one_that_is_broken_make_a_bundle_too(tmp_path: Path) -> None:
    """Whoever needs help has such a folder; only a file that is there is never written over."""
    empty = tmp_path / "empty"
    empty.mkdir()
    assert write_bundle(empty, tmp_path / "one.zip")
    with pytest.raises(AgentError, match="is there already"):
        write_bundle(empty, tmp_path / "one.zip")
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("agent.toml", "enrolment.json", "outbox.sqlite3", "counter.sqlite3", "face.url"):
        (broken / name).write_bytes(b"\xff\xfe nonsense \0" * 50)
    (broken / "agent.log").write_bytes(b"\xff\xfe" + TOKEN.encode() + b"\n")
    assert write_bundle(broken, tmp_path / "two.zip")
    found = contents(tmp_path / "two.zip")
    assert TOKEN.encode() not in b"".join(found.values())
    assert b'"counter.sqlite3"' in found["schemas.json"]


def test_a_scrubbed_line_can_still_be_read() -> None:
    """Times, numbers of events, amounts and our own words stay."""
    scrub = Scrubber([])
    for line in (
        "2026-11-23T06:05:03Z slip of claim 1043: inserted",
        "2026-11-23T06:05:03Z relay: ended with -9 after 12.5 s, again in 0.1 s",
        "2026-11-23T06:05:03Z no slip: Its total, 10880.00, is above the limit of the settings.",
        "2026-11-23T06:05:03Z counter: ZeroDivisionError in counter.py:120, counter_loop.py:99",
        "2026-11-23T06:05:03Z settings: slip.languages, counter.auto_accept_max changed",
        "2026-11-23T06:05:03Z hub: generation 2: all events are handed in again",
    ):
        assert scrub.line(line) == line
    assert UnixTime(0) == 0
