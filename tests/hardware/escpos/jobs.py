"""Print jobs for tests: a few written by hand, and as many random ones as are wanted."""

import random
from itertools import pairwise

from hypothesis import strategies as st

from hardware.escpos.commands import CommandReader
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment
from hardware.escpos.tokens import Token

FISCAL_LINK = "http://consumer.example.kz?i=1234567890&f=010100000001&s=1935.00&t=20261120T101500"


def raster(width: int, rows: bytes) -> bytes:
    """Return GS v 0 with *rows* of *width* bytes."""
    height = len(rows) // width
    return b"\x1dv0\0" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + rows


def native_qr(text: str) -> bytes:
    """Return a QR code in GS ( k: store, then print."""
    payload = text.encode()
    size = (len(payload) + 3).to_bytes(2, "little")
    return b"\x1d(k" + size + b"1P0" + payload + b"\x1d(k\x03\x001Q0"


def sale(encoding: str = "cp1251", page: int = 6) -> bytes:
    """Return a receipt like those of fiscal drivers here: bold total, ESC Z code, next header.

    The head stands 11 mm above the cutter, so the driver prints the first lines of the next
    receipt before it cuts this one.
    """
    nbsp = "\N{NO-BREAK SPACE}"
    lines = [
        "        ТОО «БУЛОЧНАЯ»",
        "БИН 010203040506",
        "Порядковый номер чека №17",
        "ПРОДАЖА",
        "Круассан с миндалём     3 x 645,00",
        f"Наличные:                 2{nbsp}000,00",
    ]
    code = FISCAL_LINK.encode()
    head = b"\x1b@\x1bt" + bytes((page,)) + b"\x1b3\0"
    body = b"".join(line.encode(encoding, "replace") + b"\r\n" for line in lines)
    total = b"\x1b!\x08" + f"ИТОГО:                 1{nbsp}935,00\r\n".encode(encoding) + b"\x1b!\0"
    qr = b"\x1ba\x01\x1dZ\x01\x1bZ\0\x03\x04" + len(code).to_bytes(2, "little") + code + b"\x1ba\0"
    foot = "СПАСИБО ЗА ПОКУПКУ\r\n\r\n\r\n\r\n".encode(encoding, "replace")
    header = "г. Алматы, ул. Абая, 1\r\n".encode(encoding)
    after = "ТОО «БУЛОЧНАЯ»\r\n".encode(encoding, "replace")
    return head + body + total + qr + foot + header + b"\x1bi" + after


def ticket() -> bytes:
    """Return a kitchen ticket and a receipt in one job, with a logo, a drawer and feed-and-cut."""
    logo = raster(4, bytes(range(240)) + b"\x1dVA\x00" * 4)
    kitchen = b"\x1b@KITCHEN\n\x1d!\x11#17\x1d!\0\n\n\n\x1dV\x42\x10"
    receipt = logo + b"\x1b$\x40\x00BAUR\x1b\\\x30\x00SAK\nTOTAL\t\t12.50\n"
    return kitchen + receipt + native_qr("hello") + b"\x1bd\x05\x1dV\x00\x1bp\x00\x19\xfa"


FRAGMENTS: tuple[bytes, ...] = (
    b"\x1b@", b"\x1ba\x01", b"\x1b!\x30", b"\x1b!\0", b"\x1d!\x11", b"\x1bt\x11", b"\x1bt\x06",
    b"\x1bE\x01", b"\x1bE\x00", b"\x1b-\x02", b"\x1b2", b"\x1b3\x10", b"\x1bd\x03", b"\x1bJ\x30",
    b"\x1b$\x20\x01", b"\x1b\\\xf0\xff", b"\x1bD\x08\x10\x20\0", b"\x1bD\x08\x04", b"\t", b"\n",
    b"\r\n", b"\r", b"\x0c", b"\x18", b"\0", b"\x1bL", b"\x1bS", b"\x1b\x0c",
    b"\x1bW\0\0\0\0\0\x02\0\x02", b"\x1d$\x40\0", b"\x1bi", b"\x1bm", b"\x1dV\0", b"\x1dV\x42\x10",
    b"\x1c&", b"\x1c.", b"\x1b%\x01", b"\x1b%\0", b"\x1b&\x03\x20\x21\x01abc\x02abcdef",
    b"\x1b9\x01", b"\x1f\x1b\x10\x01\x02\x01", b"\x1f\x1b\x1f\xff\x05\x0a\0", b"\x1b=\x02",
    b"\x1b=\x01", b"\x10\x04\x01", b"\x10\x14\x01\0\x02", b"\x10\x05\x02", b"\x1bp\0\x19\xfa",
    b"\x1dk\x04ABC\0", b"\x1dk\x49\x03ABC", b"\x1b*\x21\x02\0abcdef", b"\x1b*\0\x04\0abcd",
    b"\x1dv0\0\x01\0\x08\0\x1bi\x1dVA\0\n\x1b", b"\x1d*\x01\x01abcdefgh", b"\x1d/\0",
    b"\x1d(L\x0b\0" + b"0p0\x01\x011\x08\0\x01\0\xff", b"\x1d(L\x02\x0002",
    b"\x1d8L\x0b\0\0\0" + b"0p0\x01\x011\x08\0\x01\0\xff", b"\x1cq\x01\x01\0\x01\0abcdefgh",
    b"\x1cp\x01\0", b"\x1d(k\x05\0" + b"1P0hi", b"\x1d(k\x03\x001Q0", b"\x1dZ\x02",
    b"\x1bZ\0\x03\x04\x02\0hi", b"\x1dQ0\0\x02\0\x01\0ab", b"\x1d:", b"\x1d^\x01\0\0",
    b"\x1b\x7f", b"\x1d\xfe", b"\x1b\x1b", b"\x1b\x10\x04\x01!\x08", b"\x1d!\x10\x10\x04\x02",
    b"\x1b\x1da\x01", b"\x1b\x1ea\0", b"\x1b\x1dt\x0a", b"\x1b*rA", b"\x02\x05\x10\0\0\0\0\x15",
)  # fmt: skip
"""Commands of every form, whole, and some that are none."""

WORDS: tuple[bytes, ...] = (
    b"TOTAL 12.50",
    "ИТОГО: 1 935,00".encode("cp1251"),
    "ИТОГО: 935,00".encode("cp866"),
    "БАРЛЫҒЫ: 935,00".encode("kz1048"),
    "消费合计 68.00".encode("gb18030"),
    "Жиыны 5".encode(),
    b"   ",
    b"?",
)


def random_job(rng: random.Random) -> bytes:
    """Return a job made of words, commands and noise, often torn."""
    parts: list[bytes] = []
    for _ in range(rng.randint(1, 12)):
        kind = rng.random()
        if kind < 0.55:
            parts.append(rng.choice(FRAGMENTS))
        elif kind < 0.85:
            parts.append(rng.choice(WORDS))
        else:
            parts.append(rng.randbytes(rng.randint(1, 12)))
    return mutated(b"".join(parts), rng) if rng.random() < 0.5 else b"".join(parts)


def mutated(job: bytes, rng: random.Random) -> bytes:
    """Return the job with a few bytes changed, lost or doubled."""
    changed = bytearray(job)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(changed) + 1)
        kind = rng.randrange(3)
        if kind == 0:
            changed[at : at + 1] = rng.randbytes(1)
        elif kind == 1:
            del changed[at : at + rng.randint(1, 8)]
        else:
            changed[at:at] = changed[at : at + rng.randint(1, 8)]
    return bytes(changed)


def jobs() -> st.SearchStrategy[bytes]:
    """Return a strategy of jobs: commands, words and noise in any order."""
    part = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(WORDS), st.binary(max_size=12))
    return st.lists(part, max_size=12).map(b"".join)


def pieces(job: bytes, cuts: list[int]) -> list[bytes]:
    """Return the job cut at the places that *cuts* names."""
    edges = [0, *sorted(cut % (len(job) + 1) for cut in cuts), len(job)]
    return [job[start:end] for start, end in pairwise(edges)]


def tokens_of(parts: list[bytes]) -> list[Token]:
    """Return the tokens of a whole job that comes in *parts*."""
    reader = CommandReader()
    tokens = [token for part in parts for token in reader.feed(part)]
    return tokens + reader.finish()


def segments_of(parts: list[bytes]) -> list[Segment]:
    """Return the segments of a whole job that comes in *parts*."""
    reader = PrintoutReader()
    segments = [segment for part in parts for segment in reader.feed(part)]
    rest = reader.finish()
    return segments + ([rest] if rest else [])
