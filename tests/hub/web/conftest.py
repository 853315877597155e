"""The hub's web for tests: the whole app over a fresh database, and a small app of odd views."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.app import web_over
from hub.core.ports.hub import Hub
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings, WebSettings
from tests.hub.hubs import SetClock, hub_on
from tests.hub.web.odd_views import OddViews


@pytest.fixture
def clock() -> SetClock:
    """Return the clock of `hub`."""
    return SetClock()


@pytest.fixture
def hub(store: DatabaseStore, clock: SetClock) -> Hub:
    """Return a hub over a fresh database."""
    return hub_on(store, clock)


@pytest.fixture
def bell() -> Iterator[MemoryBell]:
    """Return the bell of `web`."""
    bell = MemoryBell()
    yield bell
    bell.close()


@pytest.fixture
def web(hub: Hub, bell: MemoryBell) -> OpenAPI:
    """Return the whole app over `hub`."""
    return web_over(hub, bell=bell)


@pytest.fixture
def client(web: OpenAPI) -> FlaskClient:
    """Return a client of the whole app."""
    return web.test_client()


@pytest.fixture
def odd() -> OddViews:
    """Return odd views."""
    return OddViews()


@pytest.fixture
def odd_web(hub: Hub, bell: MemoryBell, odd: OddViews) -> OpenAPI:
    """Return an app of odd views only."""
    around = Surroundings(MemoryRates(), bell, WebSettings(origins=("https://shop.example.kz",)))
    return create_web(hub, around, [odd.blueprint])


@pytest.fixture
def odd_client(odd_web: OpenAPI) -> FlaskClient:
    """Return a client of the odd views."""
    return odd_web.test_client()
