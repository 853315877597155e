"""What the dashboard says, and how it writes numbers."""

import re
from pathlib import Path

from hub.core.access.people import PartnerState
from hub.core.insights.figures import By
from hub.core.insights.tiles import Unit
from hub.core.policy import Policy
from hub.usecases.settlement_told import Stage
from hub.web.owner.figures import changed, shown
from hub.web.owner.query import PERIODS
from hub.web.owner.settlement import FIGURES
from hub.web.owner.texts import TABLES

KNOWN = {name: spoken for it in TABLES for name, spoken in it.items()}


def test_every_word_is_spoken_in_three_languages() -> None:
    """None is missing, none is its English, and all fill in the same places."""
    assert len(KNOWN) == sum(map(len, TABLES)), "a name stands in two rooms"
    # A template that says w.keys gets the table's own method, not the word.
    assert not set(KNOWN) & set(dir(KNOWN))
    same = {"till", "cashier", "login", "k_till", "wh_event", "se_day5", "se_day2", "st_cashier",
            "pa_commission", "po_g_chain"}  # fmt: skip
    for name, (kk, ru, en) in KNOWN.items():
        assert all((kk, ru, en)), name
        assert en not in (kk, ru), name
        assert kk != ru or name in same, name
        places = [set(re.findall(r"\{\w+\}", it)) for it in (kk, ru, en)]
        assert places[0] == places[1] == places[2], name
    assert all(f"p_{it}" in KNOWN for it in PERIODS if it != "own")


def test_every_word_that_a_page_asks_for_is_there() -> None:
    """And none is kept that no page says."""
    web = Path(__file__).parents[3] / "hub" / "web"
    pages = [*(web / "templates" / "owner").iterdir(), *(web / "owner").glob("*.py")]
    said = "".join(it.read_text(encoding="utf-8") for it in pages if "texts" not in it.name)
    asked = set(re.findall(r"\bw\.(\w+)", said)) | set(re.findall(r"words\[\"(\w+)\"\]", said))
    assert asked <= set(KNOWN)
    built = (
        "against_", "by_", "p_", "g_", "k_", "r_", "t_", "mba_", "mbc_", "mbd_", "mbm_",
        "mbt_", "vog_", "vos_", "vod_", "vol_", "auk_", "oz_", "ez_", "seg_",
        "ch_wait_", "ch_halt_", "ch_do_", "ch_move_", "pa_why_",
    )  # fmt: skip
    charted = {it.value for it in By} | {f"po_{it}" for it in Policy().to_json()}
    charted |= {f"pa_{it}" for it in PartnerState}
    charted |= {f"ch_{it}{end}" for it in (*Stage, *FIGURES) for end in ("", "_is")}
    unsaid = {it for it in KNOWN if it not in said and not it.startswith(built)} - charted
    assert unsaid == set()


def test_values_are_written_as_people_write_them() -> None:
    """Signs, spaces and points of each language."""
    assert shown(1_234_567_89, Unit.TIYN, "ru") == "1\xa0234\xa0568\xa0₸"
    assert shown(269_650, Unit.TIYN, "en") == "2\xa0697\xa0₸"
    assert shown(65_050, Unit.TIYN, "ru") == "650,50\xa0₸"
    assert shown(-50, Unit.COUNT, "ru") == "−50"
    assert shown(1_234, Unit.SHARE, "ru") == "12,34\xa0%"
    assert shown(1_230, Unit.SHARE, "en") == "12.3\xa0%"
    assert shown(125, Unit.MEAN, "kk") == "1,25"
    assert shown(None, Unit.POINTS, "kk") == "—"
    assert changed(1_234, "ru") == "+12,3\xa0%"
    assert changed(-25_000, "en") == "−250\xa0%"
    assert changed(0, "en") == "0\xa0%"
