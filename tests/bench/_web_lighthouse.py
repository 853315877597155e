"""Lighthouse over our pages: its three scores of each, and what it found wanting."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from hub.core.access.roles import Role
from hub.usecases.live import number_feed
from tests.bench._web_pages import a_hub, furnished
from tests.hub.core.access.launch import launch_data
from tests.hub.hubs import BOT_TOKEN
from tests.hub.web.bakery import Bakery
from tests.hub.web.office import PASSWORD, Office

WANTED: Final = {"performance": 95, "accessibility": 100, "best-practices": 95}
_ROOT: Final = Path(__file__).parents[2]
_FOLDER: Final = _ROOT / ".dev" / "node"
_RUN_S: Final = 240
_USER: Final = '{"id":77,"first_name":"Айгерім","language_code":"kk"}'


def lighthouse_scores() -> dict[str, dict[str, Any]]:
    """Return the scores of each page, of a hundred."""
    _install()
    with a_hub() as (store, bell, _):
        bakery = furnished(store, bell)
        with bakery.open() as place:
            found = {name: _judged(url) for name, url in _pages_of_members(bakery, place).items()}
    with a_hub() as (store, bell, _):
        office = Office(store, bell)
        office.days(7, 12)
        number_feed(office.hub)
        login = office.employs(Role.OWNER, office.partner)
        with office.open() as place:
            found["sign_in"] = _judged(f"http://{place}/owner/sign-in", "--preset=desktop")
            cookies = json.dumps({"Cookie": _signed_in(place, login)})
            found["overview"] = _judged(
                f"http://{place}/owner/", "--preset=desktop", f"--extra-headers={cookies}"
            )
    return found


def _install() -> None:
    """Fetch Lighthouse as the lockfile names it, once."""
    lock, done = _ROOT / "tests" / "node" / "package-lock.json", _FOLDER / "done"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    assert shutil.which("npm"), "Lighthouse needs npm (Debian: apt-get install npm)"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(lock.with_name(name), _FOLDER / name)
    asked = ["npm", "ci", "--prefix", str(_FOLDER), "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(asked, check=True, stdout=subprocess.DEVNULL)
    shutil.copy(lock, done)


def _judged(url: str, *more: str) -> dict[str, Any]:
    """Run Lighthouse over one page."""
    words = [
        "node", str(_FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"), url, "--quiet",
        "--output=json", f"--only-categories={','.join(WANTED)}",
        "--chrome-flags=--headless=new --no-sandbox", "--no-enable-error-reporting", *more,
    ]  # fmt: skip
    chromium = shutil.which("chromium")
    assert chromium is not None, "./dev test installs chromium"
    report = json.loads(_said(words, {**os.environ, "CHROME_PATH": chromium}))
    wanting = sorted(
        name
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9
    )
    scores = {name: round(100 * report["categories"][name]["score"]) for name in WANTED}
    return {**scores, "wanting": wanting}


def _said(words: list[str], around: dict[str, str]) -> bytes:
    """Return what Lighthouse says; under load it sometimes loses its own browser."""
    for last in (False, False, True):
        done = subprocess.run(words, check=last, capture_output=True, timeout=_RUN_S, env=around)
        if done.returncode == 0:
            return done.stdout
    raise AssertionError("the last run is checked")


def _pages_of_members(bakery: Bakery, place: str) -> dict[str, str]:
    """Return the addresses of what members see first: the app, a claim's page, the front page."""
    _, code = bakery.slip()
    launch = urlencode(
        {
            "tgWebAppData": launch_data(BOT_TOKEN, bakery.now(), user=_USER),
            "tgWebAppVersion": "9.6",
            "tgWebAppPlatform": "android",
        }
    )
    return {
        "home": f"http://{place}/app/#{launch}",
        "claim": f"http://{place}/c/{code}",
        "landing": f"http://{place}/",
    }


def _signed_in(place: str, login: str) -> str:
    """Sign in as the form does, and return what the browser would send from then on."""
    answer = httpx.post(
        f"http://{place}/owner/sign-in", data={"login": login, "password": PASSWORD}
    )
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
