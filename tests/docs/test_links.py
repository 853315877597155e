"""Links between pages lead somewhere."""

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, anchors, links, name_of


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file of ours, and to a heading that is in it."""
    for link in links(page):
        if link.startswith(("http://", "https://")):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_every_page_is_linked_from_the_readme_or_its_folder() -> None:
    """Nobody finds a page that nothing links to."""
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in PAGES
              for link in links(page)}  # fmt: skip
    alone = {name_of(page) for page in PAGES if page.resolve() not in linked}
    assert alone <= {"README.md"}
