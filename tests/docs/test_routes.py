"""Every path of the API in the documentation is one that the hub answers."""

import re
from pathlib import Path

import pytest
from werkzeug.routing import MapAdapter

from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from tests.docs.pages import PAGES, name_of
from tests.hub.hubs import SetClock, hub_on

_PATH = re.compile(r"(?<![\w/…])(/(?:api|health|metrics|owner|app)\b[\w/{}.-]*…?)")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """Return what tells which methods a path takes."""
    file = tmp_path_factory.mktemp("routes") / "hub.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    return web_over(hub_on(DatabaseStore(engine), SetClock())).url_map.bind("localhost")


def paths(page: Path) -> set[str]:
    """Return the paths of the API that a page names."""
    text = page.read_text(encoding="utf-8").replace("$HUB/", " /")
    return {it.rstrip(".") for it in _PATH.findall(text)}


@pytest.mark.parametrize("page", [it for it in PAGES if paths(it)], ids=name_of)
def test_paths_are_answered(page: Path, routes: MapAdapter) -> None:
    """Whatever number stands for an id; one that ends with … begins some of them."""
    for path in paths(page):
        if path.endswith("…"):
            begun = path.rstrip("…")
            known = routes.map.iter_rules()
            assert any(it.rule.startswith(begun) for it in known), f"the hub has no {path}"
            continue
        asked = re.sub(r"\{[a-z_]+\}", "1", path)
        assert list(routes.allowed_methods(asked)), f"the hub has no {path}"
