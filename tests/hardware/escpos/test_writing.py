"""What we write, a printer reads as we meant it, and nothing from outside commands it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.codepages import CYRILLIC, LATIN
from hardware.escpos.commands import CommandReader
from hardware.escpos.state import PrinterState, Setting
from hardware.escpos.tokens import Command, Text
from hardware.escpos.writing import (
    QR_BYTES_MAX,
    STRIP_ROWS,
    TEXT_MAX,
    Writer,
    encoded,
    letters_of,
    plain,
    qr_modules,
)

LINK = b"https://points.example.kz/c/0123"


def _tokens(data: bytes) -> list[Command | Text]:
    reader = CommandReader()
    return [*reader.feed(data), *reader.finish()]


def _names(data: bytes) -> list[str]:
    return [token.name for token in _tokens(data) if isinstance(token, Command)]


def test_a_native_code_is_five_functions() -> None:
    """Model 2, size, level M, store, print: golden bytes that every maker's manual agrees on."""
    writer = Writer()
    writer.qr_native(LINK, 6)
    assert writer.data == (
        b"\x1d(k\x04\x00" + b"1A2\x00"
        b"\x1d(k\x03\x001C\x06"
        b"\x1d(k\x03\x001E1"
        b"\x1d(k\x23\x001P0" + LINK + b"\x1d(k\x03\x001Q0"
    )
    assert writer.height == 29 * 6


def test_the_poss_own_codes_keep_their_size() -> None:
    """A POS that set its QR codes up once prints the next one as it did before our slip."""
    reader, state = CommandReader(), PrinterState()
    for token in reader.feed(b"\x1d(k\x03\x001C\x04\x1d(k\x03\x001E3"):
        assert isinstance(token, Command)
        state = state.after(token)
    writer = Writer()
    writer.qr_native(LINK, 6)
    before = len(writer.data)
    writer.restore(state)
    put_back = b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x03\x001E3"
    assert writer.data[before:] == put_back


def test_a_rongta_code_is_its_dialects_bytes() -> None:
    """`GS Z 1` and `ESC Z` with version by itself, level M, 6 dots, as its driver sends them."""
    writer = Writer()
    writer.qr_esc_z(LINK, 6)
    assert writer.data == b"\x1dZ\x01\x1bZ\x00\x01\x06\x20\x00" + LINK


@pytest.mark.parametrize(
    ("size", "modules"),
    [(1, 21), (14, 21), (15, 25), (62, 33), (63, 37), (84, 37), (85, 41), (106, 41), (213, 57)],
)
def test_code_sizes(size: int, modules: int) -> None:
    """Bytes to modules at level M, at each edge that matters: 84 is version 5, 106 version 6."""
    assert qr_modules(size) == modules


def test_a_link_beyond_every_version_is_our_mistake() -> None:
    """Configuration refuses such links, so nobody gets here."""
    with pytest.raises(AssertionError):
        qr_modules(QR_BYTES_MAX + 1)


@given(st.integers(1, 80), st.integers(0, 700), st.booleans())
def test_a_picture_is_strips_that_join_up(stride: int, height: int, doubled: bool) -> None:
    """No strip is higher than a cheap printer's memory, and together they are the picture."""
    rows = bytes(range(256)) * (stride * height // 256 + 1)
    bitmap = Bitmap(stride * 8 - 3, height, rows[: stride * height])
    writer = Writer()
    writer.picture(bitmap, doubled=doubled)
    joined = b""
    for token in _tokens(writer.data):
        assert isinstance(token, Command)
        assert token.name == "GS v 0"
        assert token.complete
        assert token.data[3] == (3 if doubled else 0)
        assert int.from_bytes(token.data[4:6], "little") == stride
        assert 0 < int.from_bytes(token.data[6:8], "little") <= STRIP_ROWS
        joined += token.data[8:]
    assert joined == bitmap.rows
    assert writer.height == height * (2 if doubled else 1)


@given(st.text(max_size=400))
def test_plain_text_commands_nothing(text: str) -> None:
    """No control, format or separator character is left but single spaces."""
    said = plain(text)
    assert len(said) <= TEXT_MAX
    assert said == said.strip()
    assert "  " not in said
    assert all(it == " " or unicodedata.category(it)[0] not in "CZ" for it in said)


def test_plain_text_says_what_it_said() -> None:
    """Tabs and line ends part words; escapes vanish and leave their letters harmless."""
    assert plain("Наполеон\t\r\n«Медовик»\x1b@\x00\x1dV\x00") == "Наполеон «Медовик»@V"


@given(st.text(max_size=60), st.sampled_from((*CYRILLIC, *LATIN, "utf-8")))
def test_encoded_text_holds_no_command(text: str, encoding: str) -> None:
    """Whatever a page has at those places, plain text gives no byte below 20h, and no 7Fh."""
    data = encoded(plain(text), encoding)
    assert data is None or not any(byte < 0x20 or byte == 0x7F for byte in data)


@given(st.text("абвАБҰқіІ«»–…№é₸ z", max_size=8), st.sampled_from((*CYRILLIC, *LATIN)))
def test_a_page_can_print_what_its_letters_say(text: str, encoding: str) -> None:
    """Choosing a page by its letters and then encoding in it never disagree."""
    assert (encoded(text, encoding) is not None) == (set(text) <= letters_of(encoding))


def test_encoded_text_is_what_the_page_holds() -> None:
    """Kazakh where the page has it, None where it lacks a letter, plain twins for mere signs."""
    assert encoded("ҰПАЙ", "kz1048") == "ҰПАЙ".encode("kz1048")
    assert encoded("ҰПАЙ", "posiflex-224") == b"\xf5" + "ПАЙ".encode("cp866")
    assert encoded("ҰПАЙ", "cp1251") is None
    assert encoded("Кафе «Аққу»", "cp866") is None
    assert encoded("Кафе «Ак-ку» №1 – үшін", "ptcp154") is not None
    assert encoded("Кафе «Ак-ку» – 1", "cp866") == 'Кафе "Ак-ку" - 1'.encode("cp866")
    assert encoded("үй іші", "kz1048") == "үй іші".encode("kz1048")


def test_a_line_with_a_command_in_it_is_our_mistake() -> None:
    """Text is made plain before it comes here; the writer does not let it slip through."""
    with pytest.raises(AssertionError):
        Writer().line(b"total\x1b@")


def test_only_what_was_changed_is_put_back() -> None:
    """A block that sets nothing restores nothing; one that centres puts the alignment back."""
    state = PrinterState(align=2, code_page=17, reverse=True)
    idle, busy = Writer(), Writer()
    idle.feed()
    idle.restore(state)
    assert idle.data == b"\n"
    busy.centre()
    busy.code_page(53)
    busy.restore(state)
    assert busy.changed == {Setting.ALIGN, Setting.CODE_PAGE}
    assert busy.data == b"\x1ba\x01\x1bt\x35" + b"\x1ba\x02\x1bt\x11"


def test_plain_settings_undo_only_what_disturbs() -> None:
    """A factory-fresh printer needs nothing; one turned upside down and reversed is righted."""
    fresh, turned = Writer(), Writer()
    fresh.plain_settings(PrinterState(), 576)
    assert fresh.data == b""
    turned.plain_settings(PrinterState(upside_down=True, reverse=True, kanji=True), 576)
    assert set(_names(turned.data)) == {"ESC {", "GS B", "FS ."}


def test_feeds_count_in_the_printers_own_steps() -> None:
    """Twelve dots are 24 of Epson's half steps, and the height is in dots either way."""
    whole, half = Writer(), Writer(406)
    whole.feed_dots(12)
    half.feed_dots(12)
    assert (whole.data, half.data) == (b"\x1bJ\x0c", b"\x1bJ\x18")
    assert whole.height == half.height == 12
    lines = Writer()
    lines.feed(3)
    lines.end_line()
    assert lines.data == b"\x1bd\x03\n"
    assert lines.height == 120
