"""The slip is right on every printer, and leaves it as it was."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from agent.core.slip import NoPlaceForSlip, SlipContent, compose_slip
from agent.core.slip_texts import TEXTS, Language
from contracts.wire.units import Points
from hardware.escpos.commands import CommandReader
from hardware.escpos.state import PrinterState
from hardware.escpos.tokens import Command, Text
from hardware.printers.paper import Paper
from hardware.printers.profile import PrinterProfile, QrWay
from tests.agent.core.slips import (
    CHINESE,
    EPSON,
    LANGUAGES,
    LONGEST_LINK,
    NARROW,
    OUTLINED,
    POSIFLEX,
    PROFILES,
    REAL,
    RONGTA,
    SLIP,
)

GOLDEN: Final = Path(__file__).with_name("golden_slips.txt")
NATIVE_BYTES_MAX: Final = 700
"""0.7 s on a line of 9600 baud."""
FRESH: Final = PrinterState(code_page=0, kanji=False)
"""A printer that the POS has told its page and that letters take one byte, and nothing else."""
SET_BY_POS: Final = (
    b"\x1ba\x01", b"\x1ba\x02", b"\x1b!\x39", b"\x1b!\x80", b"\x1d!\x22", b"\x1bE\x01",
    b"\x1b-\x02", b"\x1bM\x01", b"\x1dB\x01", b"\x1b{\x01", b"\x1bV\x01", b"\x1bt\x06",
    b"\x1bt\x11", b"\x1bR\x08", b"\x1c&", b"\x1c.", b"\x1b%\x01", b"\x1b3\x00", b"\x1b3\x40",
    b"\x1b2", b"\x1b \x05", b"\x1dL\x20\x00", b"\x1dW\x80\x01", b"\x1f\x1b\x10\x01\x02\x01",
    b"\x1b9\x01", b"\x1b=\x02", b"\x1dP\xb4\xb4", b"\x1bD\x08\x10\x00",
    b"\x1d(k\x03\x001C\x04", b"\x1d(k\x03\x001E3", b"\x1d(k\x04\x001A1\x00", b"\x1dZ\x02",
    b"\x1bG\x01",
)  # fmt: skip
"""What a POS may have set before its last line."""
OURS: Final = frozenset(
    {
        *("LF", "FS .", "FS &", "GS ( k", "GS v 0", "GS V", "GS Z", "GS !", "GS B", "GS L", "GS W"),
        *("ESC a", "ESC !", "ESC t", "ESC d", "ESC J", "ESC E", "ESC G", "ESC -", "ESC M", "ESC %"),
        *("ESC R", "ESC {", "ESC V", "ESC SP", "ESC 2", "ESC 3", "ESC =", "ESC Z"),
    }
)
"""All commands that a slip is ever made of; `ESC @` is not among them."""


def _tokens(data: bytes) -> list[Command | Text]:
    reader = CommandReader()
    return [*reader.feed(data), *reader.finish()]


def _commands(data: bytes) -> list[Command]:
    return [token for token in _tokens(data) if isinstance(token, Command)]


def _after(state: PrinterState, data: bytes) -> PrinterState:
    for command in _commands(data):
        state = state.after(command)
    return state


def _slip(content: SlipContent, profile: PrinterProfile, state: PrinterState = FRESH) -> bytes:
    return compose_slip(content, profile, state, OUTLINED).data


def _described(data: bytes) -> str:
    """Say a block's bytes so that a person can check them."""
    lines = []
    for token in _tokens(data):
        if isinstance(token, Text):
            lines.append(f"  {token.data!r}")
        elif token.name == "GS v 0":
            stride, rows = (int.from_bytes(token.data[at : at + 2], "little") for at in (4, 6))
            lines.append(f"  GS v 0 m={token.data[3]} {stride} bytes x {rows} rows")
        else:
            lines.append(f"  {token.data!r} {token.name}")
    return "\n".join(lines)


def _golden_slips() -> str:
    parts = []
    for profile in PROFILES:
        for languages in LANGUAGES:
            for separate in (False, True):
                content = replace(SLIP, languages=languages, separate=separate)
                slip = compose_slip(content, profile, FRESH, OUTLINED)
                mode = "separate" if separate else "insert"
                head = f"{profile.name} {'+'.join(languages)} {mode}: {len(slip.data)} bytes"
                parts.append(f"{head}, {slip.height} dots\n{_described(slip.data)}\n")
    return "\n".join(parts)


def test_golden_slips() -> None:
    """Byte for byte what was checked by eye; after a wanted change, run this file to renew it."""
    assert _golden_slips() == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("profile", PROFILES, ids=lambda it: it.name)
@pytest.mark.parametrize("languages", LANGUAGES, ids="+".join)
def test_it_takes_the_paper_that_it_says(
    profile: PrinterProfile, languages: tuple[Language, ...]
) -> None:
    """The height is known to the dot, and no command in it is unknown to a printer."""
    paper = Paper(profile)
    slip = compose_slip(replace(SLIP, languages=languages), profile, FRESH, REAL)
    paper.feed(slip.data)
    assert paper.travelled == slip.height
    assert not paper.unknown


@pytest.mark.parametrize("profile", PROFILES, ids=lambda it: it.name)
def test_text_goes_as_text_where_the_printer_has_the_letters(profile: PrinterProfile) -> None:
    """Only Kazakh on a printer without a Kazakh page is drawn, and a drawn code is one picture."""
    drawn = 1 if profile.qr is QrWay.RASTER else 0
    for languages in LANGUAGES:
        content = replace(SLIP, languages=languages, shop="Бауырсак")
        pictures = [it for it in _commands(_slip(content, profile)) if it.name == "GS v 0"]
        lacks = profile in (RONGTA, CHINESE) and Language.KAZAKH in languages
        assert len(pictures) > drawn if lacks else len(pictures) == drawn


def test_native_slips_are_short() -> None:
    """Even in two languages, with the longest link and shop, after a POS that set everything."""
    content = replace(SLIP, link=LONGEST_LINK, shop="Ш" * 300, reprint=True, separate=True)
    state = replace(_after(FRESH, b"".join(SET_BY_POS)), utf8=False)
    for profile in (EPSON, NARROW, POSIFLEX):
        assert len(_slip(content, profile, state)) <= NATIVE_BYTES_MAX


@given(st.lists(st.sampled_from(SET_BY_POS), max_size=12), st.sampled_from(PROFILES), st.booleans())
def test_every_setting_is_put_back(
    settings_sent: list[bytes], profile: PrinterProfile, separate: bool
) -> None:
    """After the slip the printer is as the POS left it; what it never set is not touched."""
    before = _after(PrinterState(), b"".join(settings_sent))
    slip = _slip(replace(SLIP, separate=separate), profile, before)
    after = _after(before, slip)
    assert "ESC @" not in [command.name for command in _commands(slip)]
    assert after == before


@pytest.mark.parametrize("profile", PROFILES, ids=lambda it: it.name)
@pytest.mark.parametrize("proven", ["ascii", "cp866", "kz1048"])
def test_a_page_set_by_switches_is_never_changed(profile: PrinterProfile, proven: str) -> None:
    """Nobody can say its number, so nobody could put it back: letters that it has, or pictures."""
    slip = compose_slip(SLIP, profile, PrinterState(), OUTLINED, proven=proven).data
    names = {command.name for command in _commands(slip)}
    assert "ESC t" not in names
    assert not names & {"FS .", "FS &"}
    caption = TEXTS[Language.KAZAKH].caption
    if proven == "kz1048":
        assert caption.encode("kz1048") in slip
    else:
        assert "GS v 0" in names, "its Kazakh letters are drawn"


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SET_BY_POS), max_size=6), st.sampled_from((EPSON, RONGTA, CHINESE)))
def test_what_the_pos_prints_next_looks_the_same(
    settings_sent: list[bytes], profile: PrinterProfile
) -> None:
    """The printer, not our own record of it, is the judge: the rows after the slip are equal."""
    pos = b"".join(settings_sent)
    following = b"Total 935.00 \xc8\xd2\xce\xc3\nthank you\n"
    slip = compose_slip(SLIP, profile, _after(FRESH, pos), REAL)
    with_slip, without = Paper(profile), Paper(profile)
    with_slip.feed(b"above\n" + pos + slip.data + following)
    without.feed(b"above\n" + pos + following)
    ours, theirs = with_slip.images()[-1], without.images()[-1]
    added = ours.height - theirs.height
    assert added >= 0
    rows = theirs.height - profile.cutter_dots - 30
    assert _same(_last_rows(ours, rows), _last_rows(theirs, rows))


def _last_rows(image: Image.Image, rows: int) -> Image.Image:
    return image.convert("L").crop((0, image.height - rows, image.width, image.height))


def _same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


@given(st.text(max_size=300))
def test_a_shops_name_cannot_command_the_printer(shop: str) -> None:
    """Whatever the name holds, the slip is made of our own commands and printable text."""
    for profile in (EPSON, CHINESE):
        content = replace(SLIP, shop=shop, languages=(Language.RUSSIAN,))
        plain = len(_commands(_slip(replace(content, shop=""), profile)))
        commands = _commands(_slip(content, profile))
        assert {command.name for command in commands} <= OURS
        assert len(commands) <= plain + 8
        assert all(command.complete for command in commands)


def test_page_mode_has_no_place_for_a_slip() -> None:
    """What is printed in page mode waits in memory; the caller prints the slip later."""
    with pytest.raises(NoPlaceForSlip):
        _slip(SLIP, EPSON, PrinterState(page_mode=True))


def test_a_line_left_open_is_ended_first() -> None:
    """Alignment and pictures work only at the beginning of a line."""
    closed = compose_slip(SLIP, EPSON, FRESH, OUTLINED)
    opened = compose_slip(SLIP, EPSON, FRESH, OUTLINED, line_open=True)
    assert opened.data == b"\n" + closed.data
    assert not closed.data.startswith(b"\n")


def test_a_separate_slip_cuts_itself_beyond_the_head() -> None:
    """All of it is on its own piece, with nothing printed after the cut."""
    paper = Paper(EPSON)
    slip = compose_slip(replace(SLIP, separate=True), EPSON, FRESH, REAL)
    paper.feed(slip.data)
    piece, *rest = paper.images()
    assert piece.height >= slip.height + EPSON.cutter_dots
    assert all(it.convert("L").getextrema() == (255, 255) for it in rest)
    assert [it.name for it in _commands(slip.data)].count("GS V") == 1


def test_a_slip_goes_to_the_printer_while_the_display_has_the_line() -> None:
    """On a shared cable the POS may be talking to the pole display, and goes on doing so."""
    slip = _slip(replace(SLIP, separate=True), EPSON, PrinterState(on_printer=False))
    assert slip.startswith(b"\x1b=\x01")
    assert slip.endswith(b"\x1b=\x02")


def test_utf8_firmware_gets_utf8() -> None:
    """A printer that the POS switched to UTF-8 takes every letter so, and stays switched."""
    state = _after(FRESH, b"\x1f\x1b\x10\x01\x02\x01")
    slip = _slip(SLIP, CHINESE, state)
    assert "ҰПАЙ АЛЫҢЫЗ".encode() in slip
    assert "ESC t" not in [command.name for command in _commands(slip)]


def test_the_page_in_use_is_kept_where_it_has_the_letters() -> None:
    """A Russian slip after a Russian receipt switches nothing."""
    content = replace(SLIP, languages=(Language.RUSSIAN,), shop="")
    slip = _slip(content, EPSON, PrinterState(code_page=46))
    assert "ESC t" not in [command.name for command in _commands(slip)]
    assert "ПОЛУЧИТЕ БАЛЛЫ".encode("cp1251") in slip


def test_a_reprint_says_so() -> None:
    """The cashier and the member see that this slip was printed before."""
    slip = _slip(replace(SLIP, reprint=True), EPSON)
    assert "Қайта басылды / Повторная печать".encode("kz1048") in slip
    assert "Қайта басылды".encode("kz1048") not in _slip(SLIP, EPSON)


@pytest.mark.parametrize("language", list(Language))
def test_texts_fit_narrow_paper(language: Language) -> None:
    """Each line fits 32 columns, the caption 16 double ones; long numbers may wrap."""
    texts = TEXTS[language]
    assert len(texts.caption) <= 16
    for line in (texts.how, texts.unsaid, texts.not_fiscal, texts.reprint, texts.about(Points(46))):
        assert 0 < len(line) <= 32
    assert len(f"{texts.last_day}: 15.11.2026") <= 32


@pytest.mark.parametrize(
    ("points", "russian", "english"),
    [
        (1, "Около 1 балла за этот чек", "About 1 point for this receipt"),
        (2, "Около 2 баллов за этот чек", "About 2 points for this receipt"),
        (11, "Около 11 баллов за этот чек", "About 11 points for this receipt"),
        (21, "Около 21 балла за этот чек", "About 21 points for this receipt"),
        (111, "Около 111 баллов за этот чек", "About 111 points for this receipt"),
        (1250, "Около 1 250 баллов за этот чек", "About 1 250 points for this receipt"),
    ],
)
def test_numbers_agree_with_their_words(points: int, russian: str, english: str) -> None:
    """The genitive that "около" asks for: 1 and 21 балла, 11 and 111 баллов."""
    assert TEXTS[Language.RUSSIAN].about(Points(points)) == russian
    assert TEXTS[Language.ENGLISH].about(Points(points)) == english


def test_the_longest_link_fits_the_narrowest_paper() -> None:
    """Version 6 with its quiet zone at 6 dots a module is 294 of 384 dots."""
    for profile in (NARROW, CHINESE):
        slip = compose_slip(replace(SLIP, link=LONGEST_LINK), profile, FRESH, REAL)
        assert slip.data


if __name__ == "__main__":
    GOLDEN.write_text(_golden_slips(), "utf-8")
