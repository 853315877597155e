"""The state follows what a stream says, and can be put back exactly."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.state import PrinterState, Setting
from hardware.escpos.tokens import Command
from tests.hardware.escpos.jobs import FRAGMENTS, tokens_of

FACTORY_UNKNOWN = {"kanji", "encoding_switch", "utf8"}
NOT_SETTINGS = {"page_mode", "on_printer", "unit_x", "unit_y", "tab_stops", "kanji_system"}


def after(stream: bytes, state: PrinterState | None = None) -> PrinterState:
    """Return the state that a stream leaves."""
    state = state or PrinterState()
    for token in tokens_of([stream]):
        if isinstance(token, Command):
            state = state.after(token)
    return state


def test_settings_follow_their_commands() -> None:
    """Each command sets what its manual says."""
    state = after(
        b"\x1ba1\x1bt\x06\x1bR\x07\x1b3\x10\x1dL\x20\x00\x1dW\x00\x02\x1c.\x1b%\x01\x1b{\x01"
    )
    assert (state.align, state.code_page, state.international) == (1, 6, 7)
    assert (state.line_spacing, state.left_margin, state.area_width) == (16, 32, 512)
    assert (state.kanji, state.glyphs, state.upside_down) == (False, True, True)


def test_one_byte_sets_four_things() -> None:
    """ESC ! sets font, bold, size and underline at once, and clears them at once."""
    state = after(b"\x1b!\xb9")
    assert (state.font, state.bold, state.size, state.underline) == (1, True, 0x11, 1)
    assert (state.columns_wide, state.lines_high) == (2, 2)
    assert after(b"\x1b!\0", state) == PrinterState()


def test_a_reset_forgets_all_but_the_memory_switches() -> None:
    """ESC @ brings back the factory's settings; UTF-8 switches are kept by the firmware."""
    busy = after(b"\x1ba\x02\x1b!\x38\x1bt\x11\x1f\x1b\x10\x01\x02\x01\x1b@")
    assert busy == PrinterState(encoding_switch=b"\x1f\x1b\x10\x01\x02\x01", utf8=True)


def test_three_dialects_switch_utf8() -> None:
    """OA-48, Chinese and Epson firmware each have a switch of their own."""
    for on, off in (
        (b"\x1f\x1b\x10\x01\x02\x01", b"\x1f\x1b\x10\x01\x02\x00"),
        (b"\x1b9\x01", b"\x1b9\x00"),
        (b"\x1c(C\x02\x000\x02", b"\x1c(C\x02\x000\x01"),
    ):
        assert after(on).utf8
        assert not after(on + off).utf8
        assert after(on).restoring([Setting.ENCODING]) == on


def test_what_is_for_the_display_changes_no_printer() -> None:
    """Between ESC = 2 and ESC = 1 a printer listens to nothing."""
    assert after(b"\x1b=\x02\x1ba\x01\x1b@\x1b=\x01") == PrinterState()


def test_a_wrong_or_torn_parameter_changes_nothing() -> None:
    """ESC a 9 is no alignment, and a command that was cut short did not arrive."""
    assert after(b"\x1ba\x09") == PrinterState()
    assert after(b"\x1ba\x01\x1bt", PrinterState()) == PrinterState(align=1)


def test_untouched_settings_go_back_to_the_factory() -> None:
    """A stream that said nothing gets the factory's settings, except where factories differ."""
    wanted = {
        Setting.ALIGN: b"\x1ba\0", Setting.MODE: b"\x1b!\0", Setting.SIZE: b"\x1d!\0",
        Setting.CODE_PAGE: b"\x1bt\0", Setting.LINE_SPACING: b"\x1b2", Setting.KANJI: b"",
        Setting.ENCODING: b"", Setting.GLYPHS: b"\x1b%\0", Setting.LEFT_MARGIN: b"\x1dL\0\0",
    }  # fmt: skip
    for setting, command in wanted.items():
        assert PrinterState().restoring([setting]) == command


SLIP = (
    b"\x1ba\x01\x1b!\x30\x1bE\x01\x1b-\x02\x1bM\x01\x1d!\x22\x1bt\x2e\x1b3\x05\x1bR\x02\x1b \x03"
    b"\x1dB\x01\x1b{\x01\x1bV\x01\x1b%\x01\x1dL\x10\x00\x1dW\x00\x01\x1c&"
)
"""A slip that changes all there is to change."""


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=15).map(b"".join))
def test_a_slip_leaves_no_trace(stream: bytes) -> None:
    """Whatever a stream had set, restoring after a slip sets it again, and never resets."""
    before = replace(after(stream), on_printer=True, page_mode=False)
    back = before.restoring(Setting)
    assert b"\x1b@" not in back
    found = after(SLIP + back, before)
    for field in PrinterState.__dataclass_fields__:
        expected = getattr(before, field)
        if field in NOT_SETTINGS or (field in FACTORY_UNKNOWN and not expected):
            continue
        if field == "code_page":
            expected = expected or 0
        if field == "area_width" and expected is None:
            expected = 0xFFFF
        assert getattr(found, field) == expected, field
