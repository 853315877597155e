"""Profiles: every one can be used, and agrees with what others know of the same printer."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hardware.escpos.codepages import UNREADABLE, table
from hardware.printers.profile import PrinterProfile, QrWay
from hardware.printers.profiles import (
    ENCODINGS,
    WrongProfile,
    load_profile,
    parse_profile,
    profile_for_model,
    profile_names,
)

GOOD = """
title = "A printer"
width_dots = 576
columns = 48
default_page = 0
kanji_at_start = false
qr = "native"
[code_pages]
0 = "cp437"
17 = "cp866"
"""
TWINS = {
    "epson-tm": "TM-T20II",
    "epson-tm-512": "TM-T88V",
    "rongta": "RP326",
    "xprinter-58": "POS-5890",
    "xprinter-80": "NT-80-V-UL",
    "oa48": "KR-306",
    "citizen": "CT-S651",
}
"""Ours and python-escpos' for the same family."""
BETTER_KNOWN = {"width_dots": {"citizen"}, "columns": {"rongta", "xprinter-80"}}
"""Where theirs is unlike the maker's own paper: 640 dots, 42 or 12 columns on 80 mm."""


@pytest.fixture(scope="module")
def capabilities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return python-escpos' profiles, its cache kept out of the home directory."""
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("capabilities")
        patch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(place))
        module = importlib.import_module("escpos.capabilities")
    profiles: dict[str, Any] = module.CAPABILITIES["profiles"]
    return profiles


def plain(encoding: str) -> str:
    """Return an encoding's name as both sides can write it."""
    bare = re.sub(r"[^a-z0-9]", "", encoding.lower())
    return {"rk1048": "kz1048"}.get(bare, bare)


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_can_be_used(name: str) -> None:
    """What comes with the program is whole, and named as its file."""
    profile = load_profile(name)
    assert isinstance(profile, PrinterProfile)
    assert profile.name == name
    assert profile.columns * 12 <= profile.width_dots + 12


@pytest.mark.parametrize(
    ("name", "page", "encoding"),
    [
        ("epson-tm", 53, "kz1048"),
        ("epson-tm", 44, "cp1125"),
        ("rongta", 6, "cp1251"),
        ("rongta", 7, "cp866"),
        ("xprinter-58", 73, "cp1251"),
        ("xprinter-80", 59, "cp866"),
        ("oa48", 51, "cp1251"),
        ("posiflex", 224, "posiflex-224"),
        ("bixolon", 28, "cp1251"),
        ("hp", 15, "kz1048"),
        ("citizen", 7, "cp866"),
    ],
)
def test_the_same_number_means_what_its_maker_says(name: str, page: int, encoding: str) -> None:
    """Numbers after ESC t are a maker's own; these are the ones that Kazakh tills use."""
    assert load_profile(name).code_pages[page] == encoding


@pytest.mark.parametrize(("name", "twin"), TWINS.items())
def test_python_escpos_knows_the_same_printer(
    name: str, twin: str, capabilities: dict[str, Any]
) -> None:
    """Width, columns and the pages that both name are the same, known mistakes of theirs aside."""
    ours, theirs = load_profile(name), capabilities[twin]
    width = theirs["media"]["width"]["pixels"]
    if isinstance(width, int) and name not in BETTER_KNOWN["width_dots"]:
        assert ours.width_dots == width
    if name not in BETTER_KNOWN["columns"]:
        assert ours.columns == theirs["fonts"]["0"]["columns"]
    pages = {int(it): plain(page) for it, page in theirs["codePages"].items() if page != "Unknown"}
    shared = pages.keys() & ours.code_pages.keys()
    assert len(shared) >= 8
    assert {it: pages[it] for it in shared} == {it: plain(ours.code_pages[it]) for it in shared}


def test_every_encoding_is_a_page_of_single_bytes() -> None:
    """What a profile may name can be printed: 256 places, most of them filled."""
    for encoding in ENCODINGS:
        letters = table(encoding)
        assert len(letters) == 256
        assert letters.count(UNREADABLE) < 100


def test_what_is_left_out_has_the_usual_value() -> None:
    """Only what differs between printers must be written."""
    profile = parse_profile("mine", GOOD)
    assert (profile.cutter_dots, profile.units_in_dot, profile.models) == (90, 1, ())
    assert profile.qr is QrWay.NATIVE
    assert profile.code_pages == {0: "cp437", 17: "cp866"}


def test_all_problems_are_named_at_once() -> None:
    """Whoever writes a profile corrects it in one go."""
    with pytest.raises(WrongProfile) as caught:
        parse_profile("mine", 'title = ""\nwidth_dots = 9\nqr = "laser"\ncolour = 1\n')
    said = " ".join(caught.value.problems)
    for word in ("title", "width_dots", "qr", "colour", "columns", "code_pages", "default_page"):
        assert word in said
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("usual", "wrong", "named"),
    [
        ("[code_pages]", "code_pages = 3\n[other]", "code_pages"),
        ('17 = "cp866"', '256 = "cp866"', "256"),
        ('17 = "cp866"', 'x = "cp866"', "x"),
        ('17 = "cp866"', '17 = "cp0"', "cp0"),
        ('17 = "cp866"', '17 = "utf-8"', "utf-8"),
        ('17 = "cp866"', '17 = "utf-16"', "utf-16"),
        ('17 = "cp866"', '17 = "rot13"', "rot13"),
        ('17 = "cp866"', '17 = "idna"', "idna"),
        ('17 = "cp866"', "17 = 866", "866"),
        ("default_page = 0", "default_page = 1", "default_page"),
        ("default_page = 0", "default_page = true", "default_page"),
        ("columns = 48", "columns = 48.0", "columns"),
        ("columns = 48", "columns = 48\ncutter_dots = -1", "cutter_dots"),
        ("columns = 48", 'columns = 48\nmodels = "X"', "models"),
        ("columns = 48", "columns = 48\nmodels = [1]", "models"),
        ("columns = 48", "columns = 48\nunits_in_dot = 0", "units_in_dot"),
        ("kanji_at_start = false", 'kanji_at_start = "no"', "kanji_at_start"),
        ("columns = 48", "columns 48", "not TOML"),
    ],
)
def test_a_wrong_value_is_refused_by_name(usual: str, wrong: str, named: str) -> None:
    """A profile with a mistake never gets as far as a printer."""
    assert usual in GOOD
    with pytest.raises(WrongProfile, match=named):
        parse_profile("mine", GOOD.replace(usual, wrong))


def test_an_unknown_name_says_what_there_is() -> None:
    """The owner sees the choice."""
    with pytest.raises(WrongProfile, match="rongta"):
        load_profile("rongto")


def test_a_name_is_no_path() -> None:
    """Nothing outside the folder of profiles is read."""
    with pytest.raises(WrongProfile):
        load_profile("../../pyproject")


@pytest.mark.parametrize(
    ("model", "name"),
    [("TM-T20III", "epson-tm"), ("tm-t88v", "epson-tm-512"), ("RP326-USE", "rongta")],
)
def test_a_printer_is_known_by_what_it_calls_itself(model: str, name: str) -> None:
    """GS I 67 chooses the profile."""
    found = profile_for_model(model)
    assert found is not None
    assert found.name == name


def test_a_stranger_has_no_profile() -> None:
    """A model that nobody described is asked about, not guessed."""
    assert profile_for_model("LaserJet") is None


def test_models_are_told_apart() -> None:
    """No two profiles claim the same model."""
    claimed = [it for name in profile_names() for it in load_profile(name).models]
    assert len(claimed) == len(set(claimed))


def test_reading_profiles_costs_no_heavy_import() -> None:
    """The agent's start-up reads them; Pillow, qrcode and zxing-cpp stay outside."""
    program = (
        "import sys; before = set(sys.modules);"
        "from hardware.printers.profiles import load_profile; load_profile('rongta');"
        "loaded = set(sys.modules) - before;"
        "print([it for it in ('PIL', 'qrcode', 'zxingcpp', 'socket') if it in loaded])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_profiles_lie_where_the_build_packs_them() -> None:
    """Each name is a file of hardware/profiles."""
    folder = Path(__file__).parents[3] / "hardware" / "profiles"
    assert profile_names() == tuple(sorted(it.stem for it in folder.glob("*.toml")))
