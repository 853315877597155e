"""`baursak agent self-test`: every bundled part tried once, also inside the frozen program."""

import hashlib
import hmac
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Final

import click

from agent.cli.speaking import CONTEXT, say_json


def _sqlite() -> str:
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "try.sqlite3")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE it (n INTEGER NOT NULL) STRICT")
        database.commit()
        database.close()
    return f"SQLite {sqlite3.sqlite_version}"


def _sqlite_utils() -> str:
    import sqlite_utils

    database = sqlite_utils.Database(memory=True)
    database.table("it").insert({"id": 1}, pk="id")
    assert database.table("it").count == 1, "a row that was put in is there"
    return "sqlite-utils"


def _serial() -> str:
    import serial

    with serial.serial_for_url("loop://", timeout=1) as line:
        line.write(b"\x10\x04\x01")
        assert line.read(3) == b"\x10\x04\x01", "a loop gives back what it was given"
    return f"pyserial {serial.__version__}"


def _profiles() -> str:
    from hardware.printers.profiles import load_profile, profile_names

    return f"{len([load_profile(name) for name in profile_names()])} printer profiles"


def _qr() -> str:
    from hardware.codes.drawing import draw_qr
    from hardware.codes.reading import find_codes

    text = "https://example.kz/c/" + "A" * 48
    found = find_codes(draw_qr(text, module_dots=6))
    assert [code.text for code in found] == [text], "a QR code that we draw can be read"
    return "QR codes drawn and read"


def _font() -> str:
    from hardware.printers.lettering import draw_line

    bitmap = draw_line("Ұпай алыңыз ₸", width_dots=384)
    assert any(bitmap.rows), "letters leave ink"
    return "font with Kazakh letters"


def _reading() -> str:
    from agent.config import AgentSettings
    from agent.readers import reading_of
    from hardware.escpos.printing import PrintoutReader

    stream = resources.files("hardware.captures").joinpath("demo-bakery.bin").read_bytes()
    reader = PrintoutReader()
    (segment,) = reader.feed(stream)
    receipt = reading_of(AgentSettings(home=Path()))(segment)
    assert receipt.kind == "sale", "the demo receipt is a sale"
    assert receipt.total is not None, "its total is read"
    return f"demo receipt read: {receipt.total // 100}.{receipt.total % 100:02} {receipt.currency}"


def _wire() -> str:
    assert hmac.digest(b"k", b"m", hashlib.sha256), "HMAC-SHA-256 works"
    from contracts.wire.keys import hkdf_sha256

    made = hkdf_sha256(b"\x0b" * 22, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)), size=42)
    assert made.hex().startswith("3cb25f25faacd57a90434f64d0362f2a"), "RFC 5869, test case 1"
    return "keys and seals"


def _relay() -> str:
    from hardware.taps import relay, supervisor

    return f"{relay.__name__} and {supervisor.__name__}"


def _hub_line() -> str:
    import httpx
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key.public_key().verify(key.sign(b"a request"), b"a request")
    httpx.Client(trust_env=False).close()  # reads the certificates that the program brings
    return f"httpx {httpx.__version__}, Ed25519"


def _page() -> str:
    from agent.face.answers import FILES, PAGES, SITE, page_file

    assert SITE.shown().startswith(b"<!doctype html>"), "the cashier's page is there"
    empty = [name for name in FILES if not page_file(name)]
    assert not empty, f"{empty} hold something"
    return f"cashier's page: {len(PAGES)} pages, {len(FILES)} files"


def _pins() -> str:
    import argon2

    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    hashed = hasher.hash("2468")
    assert hasher.verify(hashed, "2468"), "a PIN is the one that was set"
    try:
        hasher.verify(hashed, "2469")
    except argon2.exceptions.VerifyMismatchError:
        return "PINs by argon2id"
    raise AssertionError("another PIN is not the one that was set")


def _codes() -> str:
    from hardware.codes.cascade import STEPS, CodeReader, step_alone
    from hardware.codes.pictures import luma_of
    from hardware.codes.showing import code_png

    text = "A" * 38
    picture = luma_of(code_png(text))
    assert CodeReader().read(picture).texts == (text,), "a phone's code can be read"
    for step in STEPS:
        step_alone(step, picture)
    return f"phone's codes read, {len(STEPS)} steps"


def _camera() -> str:
    import io

    from PIL import Image

    from hardware.cameras.avi import pictures_in
    from hardware.cameras.choosing import camera_for
    from hardware.cameras.jpeg import JpegFrame
    from hardware.codes.cascade import CodeReader
    from hardware.codes.showing import code_png

    text, jpeg = "A" * 38, io.BytesIO()
    Image.open(io.BytesIO(code_png(text))).convert("RGB").save(jpeg, "JPEG")
    film = io.BytesIO(_film_of(jpeg.getvalue()))
    (picture,) = pictures_in(film)
    frame = JpegFrame(picture, 1, 0.0)
    assert CodeReader().read(frame.luma).texts == (text,), "a camera's JPEG can be read"
    assert frame.gist.width * 8 >= frame.luma.width, "and its gist"
    url = "v4l2:///dev/v4l/by-id/it" if sys.platform.startswith("linux") else "opencv:0"
    return f"camera's pictures read, {type(camera_for(url)).__name__}"


def _film_of(jpeg: bytes) -> bytes:
    """Return an AVI of one picture."""
    picture = b"00dc" + len(jpeg).to_bytes(4, "little") + jpeg + b"\0" * (len(jpeg) % 2)
    movie = b"LIST" + (len(picture) + 4).to_bytes(4, "little") + b"movi" + picture
    return b"RIFF" + (len(movie) + 4).to_bytes(4, "little") + b"AVI " + movie


PARTS: Final[dict[str, Callable[[], str]]] = {
    "outbox": _sqlite,
    "schema": _sqlite_utils,
    "serial": _serial,
    "profiles": _profiles,
    "qr": _qr,
    "font": _font,
    "reading": _reading,
    "wire": _wire,
    "relay": _relay,
    "hub line": _hub_line,
    "page": _page,
    "PINs": _pins,
    "codes": _codes,
    "camera": _camera,
}


@click.command(context_settings=CONTEXT)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
def self_test(*, as_json: bool) -> None:
    """Try every bundled library, device driver and font; exit code 1 when one fails.

    \b
    Examples:
      baursak agent self-test
      baursak agent self-test --json
    """
    found: dict[str, str] = {}
    failed: dict[str, str] = {}
    for name, attempt in PARTS.items():
        try:
            found[name] = attempt()
        except (AssertionError, ImportError, OSError, ValueError, RuntimeError) as error:
            failed[name] = f"{type(error).__name__}: {error}"
    if as_json:
        say_json({"ok": not failed, "parts": found, "failed": failed})
    else:
        for name, words in found.items():
            click.echo(f"ok      {name:9} {words}")
        for name, words in failed.items():
            click.echo(f"FAILED  {name:9} {words}")
    _nothing_of_the_hub()
    sys.exit(1 if failed else 0)


def _nothing_of_the_hub() -> None:
    heavy = {"flask", "sqlalchemy", "hub"} & set(sys.modules)
    assert not heavy, f"the agent imported {json.dumps(sorted(heavy))}"
