"""The hub's front page, as a person sees it who typed its name."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.web.app_words import words_in
from hub.web.landing import WORDS
from hub.web.page_words import NAMES
from hub.web.page_words import WORDS as PAGE
from hub.web.sentences import LANGUAGES
from tests.chromium import Window
from tests.hub.hubs import SetClock, hub_on
from tests.hub.web.bakery import Bakery
from tests.hub.web.looking import Looks
from tests.hub.web.phone import HEIGHT, WIDTH, phone

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def client(store: DatabaseStore, bell: MemoryBell, *, bot: bool = True) -> FlaskClient:
    """Return a stranger's client of a hub with or without a bot."""
    hub = hub_on(store, SetClock())
    if not bot:
        hub = replace(hub, programme=replace(hub.programme, bot=None))
    return web_over(hub, bell=bell).test_client()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_this_is(store: DatabaseStore, bell: MemoryBell, language: str) -> None:
    """In the browser's language, or in the one that is chosen; everybody finds his door."""
    assert WORDS[language].keys() == WORDS["ru"].keys()
    stranger = client(store, bell)
    for answer in (
        stranger.get("/", headers={"Accept-Language": language}),
        stranger.get(f"/?lang={language}", headers={"Accept-Language": "de"}),
    ):
        said = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert answer.headers["Content-Language"] == language
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-")
        assert WORDS[language]["what"] in said
        assert all(name in said for name in NAMES.values())
        assert 'href="https://t.me/' in said
        assert 'href="/owner/"' in said
        assert 'href="/api/docs"' in said


def test_a_hub_without_a_bot_says_who_helps(store: DatabaseStore, bell: MemoryBell) -> None:
    """No page offers a way into Telegram that is not there."""
    stranger = client(store, bell, bot=False)
    pages = [stranger.get(it).get_data(as_text=True)
             for it in ("/?lang=ru", "/app/?lang=ru", "/app/browser/door?lang=ru")]  # fmt: skip
    assert not [it for it in pages if "https://t.me/" in it]
    assert PAGE["ru"]["no_bot"] in pages[0]
    assert words_in("ru")["agree_open"] in pages[2]


def test_it_is_open_to_everybody(store: DatabaseStore, bell: MemoryBell, chromium: Window) -> None:
    """Axe finds nothing, the narrowest phone shows it; the app's way in changes its language."""
    with Bakery(store, bell).open() as place, phone(chromium, place) as mobile:
        looks = Looks(mobile.page)
        for theme in ("light", "dark"):
            mobile.page.prefers("prefers-color-scheme", theme)
            mobile.size()
            mobile.page.call("Page.navigate", url=f"{mobile.origin}/?lang=kk")
            mobile.sees(WORDS["kk"]["desk"])
            looks.at(f"landing {theme}", (WIDTH, HEIGHT))
        assert mobile.page.complaints == []
        mobile.page.call("Page.navigate", url=f"{mobile.origin}/app/")
        mobile.tap("main .languages a[lang=kk]")
        mobile.sees("Telegram-да ашыңыз")
        looks.at("outside", (WIDTH, HEIGHT))
    assert looks.found == []
