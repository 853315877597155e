"""What the Mini App says: nothing that nobody says. That it is whole: test_translations.py."""

import re
from pathlib import Path

from hub.web.app_browser_texts import BROWSER_WORDS
from hub.web.app_card_texts import CARD_WORDS
from hub.web.app_texts import WORDS as APP_WORDS

WORDS = {**APP_WORDS, **BROWSER_WORDS, **CARD_WORDS}


def test_the_scanner_takes_its_words() -> None:
    """Telegram shows at most 64 characters above the camera."""
    assert all(0 < len(it) <= 64 for it in WORDS["scan_popup"])


def test_every_word_that_a_page_asks_for_is_there() -> None:
    """And none is kept that no page says."""
    web = Path(__file__).parents[3] / "hub" / "web"
    pages = "".join(
        it.read_text(encoding="utf-8")
        for folder in ("templates/app", "static/look")
        for it in (web / folder).iterdir()
        if it.suffix in (".html", ".js")
    )
    asked = set(re.findall(r"\bw(?:ords)?\.(\w+)", pages)) - {"title"}
    assert asked <= set(WORDS)
    code = pages + "".join(it.read_text(encoding="utf-8") for it in web.glob("app_*.py"))
    said = code
    for texts in web.glob("app_*texts*.py"):
        said = said.replace(texts.read_text(encoding="utf-8"), "")
    unsaid = {it for it in WORDS if it not in said and not it.startswith(("kind_", "was_"))}
    assert unsaid == set()
