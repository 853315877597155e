"""What the screen of wallets says: all in three languages, and nothing that nobody says."""

import re
from pathlib import Path

from hub.web.app_wallet_texts import IN_SCRIPT, WALLET_TEXTS

_WEB = Path(__file__).parents[3] / "hub" / "web"


def test_every_text_is_spoken_in_three_languages() -> None:
    """None is missing, none is its English or another's; the places to fill in are the same."""
    for name, (kk, ru, en) in WALLET_TEXTS.items():
        assert all((kk, ru, en)), name
        assert len({kk, ru, en}) == 3, name
        places = [set(re.findall(r"\{\w+\}", it)) for it in (kk, ru, en)]
        assert places[0] == places[1] == places[2], name


def test_every_text_that_is_asked_for_is_there_and_no_other() -> None:
    """In the templates, by the screen, and by the script."""
    templates = "".join(
        (_WEB / "templates" / "app" / name).read_text(encoding="utf-8")
        for name in ("wallet.html", "wallet_screen.html")
    )
    script = (_WEB / "static" / "look" / "wallet.js").read_text(encoding="utf-8")
    screen = (_WEB / "app_wallet_screen.py").read_text(encoding="utf-8")
    shown = set(re.findall(r"\bt\.(\w+)", templates)) | set(re.findall(r"\bt\[\"(\w+)\"\]", screen))
    said = {it for it in WALLET_TEXTS if re.search(rf"\b{it}\b", script)}
    assert set(IN_SCRIPT) <= said
    assert shown | set(IN_SCRIPT) == set(WALLET_TEXTS)
