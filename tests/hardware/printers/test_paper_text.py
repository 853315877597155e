"""Text on paper: letters, code pages, modes, places."""

from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops

from hardware.printers.glyphs import FONT_A, FONT_B, Cell, glyph
from hardware.printers.glyphs import WIDE as HANZI
from hardware.printers.paper import Paper
from hardware.printers.profiles import load_profile
from tests.hardware.printers.marks import NARROW, WIDE, black, box, ink, printed, same, with_pages

KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі₸"
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
SENTENCE = "Барлығы: қант, сүт, көкөніс, һәм әңгіме ұзақ ӘҒҚҢӨҰҮҺ"
PAGES = with_pages({0: "cp437", 1: "kz1048", 2: "ptcp154", 224: "posiflex-224", 17: "cp866"})
POSIFLEX = {
    **dict(zip("ҒғҚқҢңҮүҰұҺһ", bytes.fromhex("dbdcdedff0f1f7f2f5f6fdfe"), strict=True)),
    **dict(zip("ӘәӨөІі", bytes.fromhex("b0b1f3f44969"), strict=True)),
}


def posiflex(text: str) -> bytes:
    """Return *text* as Posiflex's page 224 has it; its І and і are Latin."""
    return b"".join(bytes((POSIFLEX[it],)) if it in POSIFLEX else it.encode("cp866") for it in text)


def kazakh(way: str) -> Image.Image:
    """Return the Kazakh sentence as printed in one of the ways to say it."""
    said = {
        "kz1048": b"\x1bt\x01" + SENTENCE.encode("kz1048"),
        "ptcp154": b"\x1bt\x02" + SENTENCE.encode("ptcp154"),
        "posiflex-224": b"\x1bt\xe0" + posiflex(SENTENCE),
        "utf-8 by ESC 9": b"\x1b9\x01" + SENTENCE.encode(),
        "utf-8 by US ESC": b"\x1f\x1b\x10\x01\x02\x01" + SENTENCE.encode(),
        "utf-8 by FS ( C": b"\x1c(C\x02\x000\x02" + SENTENCE.encode(),
    }[way]
    return printed(said + b"\n", PAGES)[0]


@pytest.mark.parametrize("cell", [FONT_A, FONT_B], ids=["A", "B"])
@pytest.mark.parametrize("bold", [False, True], ids=["plain", "bold"])
def test_no_two_cyrillic_letters_look_the_same(cell: Cell, *, bold: bool) -> None:
    """Every letter of both alphabets has dots, and its own."""
    drawn = {it: glyph(it, cell, bold=bold) for it in KAZAKH + RUSSIAN + RUSSIAN.lower()}
    assert all(it.getbbox() for it in drawn.values())
    for one, other in combinations(drawn, 2):
        assert not same(drawn[one], drawn[other]), f"{one} and {other}"


def test_letters_stay_within_their_cell() -> None:
    """The cedilla of Қ and the breve of Й are not cut off, so a row more would hold no dot."""
    taller = Cell(12, 30, 20, 22)
    for letter in KAZAKH + RUSSIAN + "Éjgy":
        drawn = glyph(letter, taller).getbbox()
        assert drawn is not None
        assert (drawn[1], drawn[3]) >= (3, 0)
        assert drawn[3] <= 27


@pytest.mark.parametrize(
    "way", ["ptcp154", "posiflex-224", "utf-8 by ESC 9", "utf-8 by US ESC", "utf-8 by FS ( C"]
)
def test_the_same_kazakh_comes_out_whatever_says_it(way: str) -> None:
    """The page decides which bytes, never which dots (І is Latin where Posiflex has none)."""
    wanted = kazakh("kz1048")
    assert black(wanted) > 2000
    assert same(kazakh(way), wanted)


def test_a_page_stays_until_the_next_and_a_reset_ends_it() -> None:
    """ESC t lasts over lines; ESC @ goes back to the page after power-on."""
    word = "чай".encode("cp866")
    kept = printed(b"\x1bt\x11\n" + word + b"\n", PAGES)[0]
    reset = printed(b"\x1bt\x11\n\x1b@" + word + b"\n", PAGES)[0]
    assert same(ink(kept), ink(printed(b"\x1b9\x01" + "чай".encode() + b"\n", PAGES)[0]))
    assert not same(ink(kept), ink(reset))


def test_a_page_that_the_printer_lacks_changes_nothing() -> None:
    """A number of another maker is not obeyed."""
    word = "чай".encode("cp866")
    usual = printed(b"\x1bt\x11" + word + b"\n", PAGES)[0]
    assert same(printed(b"\x1bt\x11\x1bt\x63" + word + b"\n", PAGES)[0], usual)


def test_chinese_firmware_prints_hanzi_until_told_otherwise() -> None:
    """Cyrillic bytes are pairs after power-on, and letters after FS . is sent."""
    chinese = replace(PAGES, kanji_at_start=True)
    word = b"\x1bt\x11" + "чайкофе!".encode("cp866") + b"\n"
    plain = printed(word, PAGES)[0]
    assert not same(ink(printed(word, chinese)[0]), ink(plain))
    assert same(printed(b"\x1c." + word, chinese)[0], plain)
    assert not same(printed(b"\x1c&" + word, PAGES)[0], plain)


def test_hanzi_take_two_columns_and_differ() -> None:
    """Without a Chinese font each is a box with its number: to be told apart."""
    pieces = [printed(b"\x1c&" + it.encode("gb18030") + b"|\n")[0] for it in ("餐馆", "餐厅")]
    assert not same(*pieces)
    assert box(pieces[0])[2] in range(2 * HANZI.width + 1, 2 * HANZI.width + FONT_A.width + 1)


def test_a_broken_multibyte_letter_costs_one_column() -> None:
    """Half a letter is a blank; what follows prints."""
    broken = printed(b"\x1b9\x01A\xd2\xd2\xd2B\n")[0]
    assert box(broken)[2] > box(printed(b"AB\n")[0])[2]


@pytest.mark.parametrize(
    ("country", "byte", "letter"),
    [
        (1, b"@", "à"),
        (2, b"[", "Ä"),
        (3, b"#", "£"),
        (7, b"[", "¡"),
        (8, b"\\", "¥"),
        (0, b"@", "@"),
    ],
)
def test_a_country_swaps_ascii_places(country: int, byte: bytes, letter: str) -> None:
    """ESC R fills twelve places anew."""
    swapped = printed(b"\x1bR" + bytes((country,)) + byte + b"\n")[0]
    assert same(swapped, printed(b"\x1b9\x01" + letter.encode() + b"\n")[0])


def test_an_own_glyph_prints_its_dots() -> None:
    """ESC & defines, ESC % uses, ESC ? and ESC @ forget."""
    dots = bytes((0x80, 0, 0x01)) * 12
    define = b"\x1b&\x03\x20\x20\x0c" + dots
    own = ink(printed(define + b"\x1b%\x01\x20\x1b%\x00\n")[0])
    assert own.size == (12, 24)
    assert [own.crop((0, row, 12, row + 1)).getbbox() is not None for row in range(24)] == [
        row in (0, 23) for row in range(24)
    ]
    for undone in (b"\x1b%\x00\x20", b"\x1b%\x01\x1b?\x20\x20", b"\x1b@\x1b%\x01\x20"):
        assert black(printed(define + undone + b"-\n")[0]) == black(printed(b"-\n")[0])


def test_own_glyphs_belong_to_a_font() -> None:
    """What was defined for font A is not printed in font B."""
    define = b"\x1b&\x03\x41\x41\x0c" + b"\xff" * 36
    small = printed(define + b"\x1bM\x01\x1b%\x01A\n")[0]
    assert same(small, printed(b"\x1bM\x01A\n")[0])


@pytest.mark.parametrize(
    ("command", "columns"),
    [(b"", 48), (b"\x1bM\x01", 64), (b"\x1d!\x10", 24)],
)
def test_a_line_holds_its_columns(command: bytes, columns: int) -> None:
    """48 letters of font A, 64 of font B, 24 of double width; the next begins a new line."""
    full = printed(command + b"H" * columns + b"\n")[0]
    over = printed(command + b"H" * (columns + 1) + b"\n")[0]
    assert over.height == full.height + 30
    assert box(full)[2] > 560


def test_58_mm_paper_holds_32_columns() -> None:
    """384 dots of 12."""
    assert printed(b"H" * 32 + b"\n", NARROW)[0].height == 120
    assert printed(b"H" * 33 + b"\n", NARROW)[0].height == 150


@pytest.mark.parametrize(
    ("size", "width", "height"), [(0x00, 1, 1), (0x11, 2, 2), (0x70, 8, 1), (0x07, 1, 8)]
)
def test_sizes_multiply_dots(size: int, width: int, height: int) -> None:
    """GS ! makes each dot of a letter larger, both ways up to eight."""
    usual = ink(printed(b"H\n")[0])
    large = ink(printed(b"\x1d!" + bytes((size,)) + b"H\n")[0])
    grown = usual.resize((usual.width * width, usual.height * height), Image.Resampling.NEAREST)
    assert same(large, grown)


def test_print_modes_are_all_set_at_once() -> None:
    """ESC ! is font, weight, size and underline in one byte."""
    together = printed(b"\x1b!\xb9Sum\n")[0]
    apart = printed(b"\x1bM\x01\x1bE\x01\x1d!\x11\x1b-\x01Sum\n")[0]
    assert same(together, apart)
    assert same(printed(b"\x1b!\xb9\x1b!\x00Sum\n")[0], printed(b"Sum\n")[0])


def test_weight_underline_and_reverse_add_ink() -> None:
    """Each mode is seen, and double strike is as heavy as bold."""
    usual = black(printed(b"Sum\n")[0])
    for mode in (b"\x1bE\x01", b"\x1bG\x01", b"\x1b-\x01", b"\x1b-\x02", b"\x1dB\x01"):
        assert black(printed(mode + b"Sum\n")[0]) > usual
    assert same(printed(b"\x1bE\x01Sum\n")[0], printed(b"\x1bG\x01Sum\n")[0])
    assert black(printed(b"\x1dB\x01Sum\n")[0]) == 3 * 12 * 24 - usual


def test_upside_down_is_the_line_turned_around() -> None:
    """ESC { turns the line within its area, so its beginning stands at the right."""
    usual, turned = printed(b"Sum 1\n")[0], printed(b"\x1b{\x01Sum 1\n")[0]
    half = Image.Transpose.ROTATE_180
    assert same(ink(usual).transpose(half), ink(turned))
    assert box(turned)[2] == 576 - box(usual)[0]


def test_turned_letters_lie_on_their_side() -> None:
    """ESC V turns each letter clockwise and keeps them in a row."""
    usual, turned = printed(b"F\n")[0], printed(b"\x1bV\x01F\n")[0]
    assert same(ink(usual).transpose(Image.Transpose.ROTATE_270), ink(turned))


def test_alignment_moves_the_whole_line() -> None:
    """ESC a centres and pushes right; in the middle of a line it is not obeyed."""
    left, middle, right = (box(printed(b"\x1ba" + it + b"HHHH\n")[0]) for it in (b"0", b"1", b"2"))
    assert middle[0] - left[0] == (576 - 48) // 2
    assert right[0] - left[0] == 576 - 48
    assert box(printed(b"HH\x1ba2HH\n")[0]) == left


def test_positions_leave_gaps() -> None:
    r"""ESC $ goes to a place, ESC \ goes on by so much, HT to the next stop."""
    ends = [
        box(printed(it)[0])[2]
        for it in (
            b"A\x1b$\x60\x00B\n",
            b"A\x1b\\\x54\x00B\n",
            b"A\tB\n",
            b"\x1bD\x08\x10\x00A\tB\n",
        )
    ]
    assert len(set(ends)) == 1
    assert ends[0] in range(97, 109)


def test_a_step_back_prints_over() -> None:
    r"""ESC \ may be negative: accents and emphasis are made so."""
    over = printed(b"O\x1b\\\xf4\xff/\n")[0]
    assert ink(over).width <= 12
    assert black(over) > black(printed(b"O\n")[0])


def test_margins_and_width_make_a_column() -> None:
    """GS L and GS W narrow the area; words wrap within it."""
    piece = printed(b"\x1dL\x64\x00\x1dW\x78\x00" + b"H" * 20 + b"\n")[0]
    left, _, right, _ = box(piece)
    assert left >= 100
    assert right <= 220
    assert piece.height == 90 + 2 * 30


def test_letter_spacing_widens_words() -> None:
    """ESC SP puts dots to the right of each letter."""
    usual, wide = (box(printed(it + b"HHH\n")[0]) for it in (b"", b"\x1b \x05"))
    assert wide[2] - usual[2] == 10


@pytest.mark.parametrize(
    ("job", "moved"),
    [
        (b"A\nB\n", 30),
        (b"\x1b3\x28A\nB\n", 40),
        (b"\x1b3\x28\x1b2A\nB\n", 30),
        (b"A\x1bJ\x64B\n", 100),
        (b"A\x1bd\x03B\n", 90),
        (b"\x1b3\x00A\nB\n", 24),
        (b"A\n\x1bK\x14B\n", 10),
        (b"A\n\n\x1be\x01B\n", 30),
        (b"\x1dP\x00\x65A\x1bJ\x64B\n", 201),
    ],
)
def test_feeds_move_the_paper(job: bytes, moved: int) -> None:
    """Line spacing, lines, dots and units move what follows by what they say; a line is 24 high."""
    assert box(printed(job)[0])[3] - box(printed(b"B\n")[0])[3] == moved


def test_the_pole_display_prints_nothing() -> None:
    """After ESC = 2 the bytes are for the display on the same cable, until ESC = 1."""
    usual = printed(b"Sum 5\nThanks\n")[0]
    shared = printed(b"Sum 5\n\x1b=\x02TOTAL 935\x0c\n\x1b=\x01Thanks\n")[0]
    assert same(usual, shared)


def test_text_without_a_line_feed_is_not_yet_printed() -> None:
    """The line waits in the printer, and ESC @ forgets it."""
    assert printed(b"Sum 5") == []
    assert printed(b"Sum 5\x1b@\n")[0:1] == []


def test_a_page_is_printed_in_four_directions() -> None:
    """Page mode turns its area; the dots of a word are the same, turned."""
    word = ink(printed(b"Sum\n")[0])
    turns = {
        1: Image.Transpose.ROTATE_90,
        2: Image.Transpose.ROTATE_180,
        3: Image.Transpose.ROTATE_270,
    }
    for direction, turn in turns.items():
        page = b"\x1bL\x1bW\x20\x00\x20\x00\x80\x01\x80\x01\x1bT" + bytes((direction,)) + b"Sum\x0c"
        assert same(ink(printed(page)[0]), word.transpose(turn))


def test_a_page_is_printed_by_ff_and_forgotten_by_can() -> None:
    """FF prints and leaves page mode, ESC FF prints and stays, CAN wipes, ESC S drops it all."""
    assert black(printed(b"\x1bLSum\x0c")[0]) == black(printed(b"Sum\n")[0])
    assert black(printed(b"\x1bLSum\x1b\x0c\x1b\x0c")[0]) == 2 * black(printed(b"Sum\n")[0])
    assert black(printed(b"\x1bLSum\x18-\x0c")[0]) == black(printed(b"-\n")[0])
    assert printed(b"\x1bLSum\x1bS\n") == []


def test_a_place_on_the_page_is_a_baseline() -> None:
    r"""GS $ and GS \ set where letters stand on."""
    low = printed(b"\x1bL\x1d$\x64\x00H\x0c")[0]
    high = printed(b"\x1bL\x1d$\x64\x00\x1d\\\xec\xffH\x0c")[0]
    assert box(low)[3] - box(high)[3] == 20
    assert box(low)[3] in range(90 + 90, 90 + 101)


def test_a_page_has_lines_tabs_and_edges() -> None:
    """Words wrap at the area's edge, stops and feeds work as on lines, and so do steps up."""
    area = b"\x1bL\x1bW\x00\x00\x00\x00\x78\x00\x00\x02"
    wrapped = printed(area + b"H" * 15 + b"\x0c")[0]
    assert box(wrapped)[2] <= 120
    assert same(ink(wrapped), ink(printed(area + b"H" * 10 + b"\n" + b"H" * 5 + b"\x0c")[0]))
    assert box(printed(area + b"\tH\x0c")[0])[0] in range(96, 108)
    risen = printed(area + b"\x1bJ\x64A\x1bK\x64B\x0c")[0]
    assert box(risen)[1] == box(printed(area + b"B\x0c")[0])[1]


def test_an_area_outside_the_page_is_not_obeyed() -> None:
    """Neither is one without size; what was drawn before stays."""
    for wrong in (b"\x00\x09\x00\x00\x20\x00\x20\x00", b"\x00\x00\x00\x00\x00\x00\x20\x00"):
        page = printed(b"\x1bLSum\x1bW" + wrong + b"\x0c")[0]
        assert black(page) == black(printed(b"Sum\n")[0])


def test_half_dots_are_epsons_units() -> None:
    """The same number moves half as far where two units make a dot."""
    job = b"A\x1bJ\xc8B\n"
    tall, low = printed(job)[0], printed(job, load_profile("epson-tm"))[0]
    assert tall.height - low.height == 100


def test_pieces_of_a_job_do_not_matter() -> None:
    """Byte by byte or at once: the same paper."""
    job = b"\x1b9\x01" + SENTENCE.encode() + b"\n\x1d!\x11Sum\n\x1dVB\x00"
    paper = Paper(WIDE)
    for byte in job:
        paper.feed(bytes((byte,)))
    assert same(paper.images()[0], printed(job)[0])
    assert ImageChops.invert(paper.images()[0].convert("1")).getbbox() is not None
