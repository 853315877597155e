"""Which files the cashier's page is made of."""

from typing import Final

from agent.local_page.answers import Site, file_of

PAGES: Final = ("/", "/strip")
"""Both are the same page; the second is as thin as a ribbon above the POS."""
FILES: Final = (
    "base.css", "face.css", "strip.css", "words.js", "sounds.js", "show.js", "keys.js", "pad.js",
    "page.js", "baursak.svg",
)  # fmt: skip
SITE: Final = Site(PAGES, ("agent.face", "face.html"), dict.fromkeys(FILES, "agent.face"))


def page_file(name: str) -> bytes:
    """Return one file of the page, read once."""
    return file_of("agent.face", name)
