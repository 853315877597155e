"""Who comes back: the page says what the rows say, to whom it may, and whatever part fails."""

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.usecases.insights_counting import count_groups
from hub.web.owner.texts import words_in
from hub.web.owner.viewer import part
from tests.hub.web.office import Office
from tests.hub.web.past import Past
from tests.hub.web.test_owner import PAGE, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ENGLISH = PAGE | {"Accept-Language": "en"}


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office without a past."""
    return Office(store, bell)


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser whose owner is signed in."""
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OWNER, office.partner))
    return client


def test_groups_add_up_and_each_has_something_to_do(office: Office, client: FlaskClient) -> None:
    """Members of all groups are all who came in the year; the tables say the same as CSV."""
    Past(office, 40)
    page = client.get("/owner/habits?span=year", headers=ENGLISH).text
    words = words_in("en")
    groups = re.findall(r'segment (\w+)">.*?number">([\d\s]+)<', page, re.DOTALL)
    assert len(groups) == 6
    assert all(words[f"seg_{code}"].split(":")[0] in page for code, _ in groups)
    frequency = _rows(client, page, "frequency")
    assert sum(int(it["members"]) for it in frequency) == sum(int(it) for _, it in groups) == 40
    arrivals = _rows(client, page, "arrivals")
    assert sum(int(it["new"]) for it in arrivals) == 40
    bars = re.findall(r'<tr data-raw="(\d*)" data-other="(\d*)">', page)
    assert sum(int(it) for _, it in bars) == 40
    assert sum(int(it) for it, _ in bars) == sum(int(it["returning"]) for it in arrivals)
    assert len(_rows(client, page, "cohorts")) > 12
    worth = _rows(client, page, "worth")
    assert {it["title"] for it in worth} >= {"Almond croissant"}
    assert sum(int(it["unused"]) + int(it["taken"]) for it in worth) == sum(
        int(it["issued"]) for it in worth
    )
    assert sum(int(it["members"]) for it in _rows(client, page, "tiers")) > 0
    assert _rows(client, page, "rfm")


def _rows(client: FlaskClient, page: str, name: str) -> list[dict[str, str]]:
    link = re.search(rf'href="(/owner/csv/{name}[^"]*)"', page)
    assert link is not None, name
    answer = client.get(link[1].replace("&amp;", "&"), headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_an_empty_bakery_and_one_that_was_never_counted_say_so(
    office: Office, client: FlaskClient
) -> None:
    """Each part by itself; none is a table of nothing."""
    words = words_in("en")
    page = client.get("/owner/habits", headers=ENGLISH).text
    assert words["groups_never"] in page
    count_groups(office.hub)
    page = html.unescape(client.get("/owner/habits", headers=ENGLISH).text)
    assert words["groups_never"] not in page
    assert page.count(words["empty"]) == 4
    assert words["tiers_none"] in page
    assert words["worth_none"] in page


def test_who_may_see_what(office: Office, client: FlaskClient) -> None:
    """A manager his shop without groups; another partner's owner nothing of ours; a cashier no."""
    Past(office, 12)
    words, hub = words_in("en"), office.app
    manager = hub.test_client()
    sign_in(manager, office.employs(Role.MANAGER, office.partner, office.second))
    page = manager.get("/owner/habits", headers=ENGLISH).text
    assert words["groups_alone"] in page
    assert "cohort" not in re.sub(r"[\s\S]*<main", "", page).replace("cohort_", "")
    assert manager.get("/owner/csv/rfm?partner=1", headers=ENGLISH).status_code == 403
    for role, partner in ((Role.OWNER, office.other), (Role.CASHIER, office.partner)):
        other = hub.test_client()
        sign_in(other, office.employs(role, partner))
        for path in ("habits", "csv/arrivals", "csv/frequency", "csv/cohorts", "csv/rfm",
                     "csv/tiers", "csv/worth"):  # fmt: skip
            asked = f"/owner/{path}?partner={office.partner}"
            assert other.get(asked, headers=ENGLISH).status_code == 403, asked
    assert client.get("/owner/habits?span=century", headers=ENGLISH).status_code == 422
    assert client.get("/owner/habits?partner=x", headers=ENGLISH).status_code == 422


def test_without_its_numbers_a_page_still_stands(store: DatabaseStore, bell: MemoryBell) -> None:
    """What the database does not answer is told at its place; other mistakes are not hidden."""

    def wrong() -> int:
        raise ValueError("a mistake of ours")

    with pytest.raises(ValueError, match="of ours"):
        part(wrong)
    office = Office(store, bell)
    Past(office, 5)
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OWNER, office.partner))
    with store.begin() as work:
        for name in ("insight_gaps", "insight_rewards"):
            work.connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO lost_{name}")
    failed = words_in("en")["part_failed"]
    page = client.get("/owner/habits", headers=ENGLISH)
    assert page.status_code == 200
    assert page.text.count(f"<p>{failed}</p>") == 3
    assert words_in("en")["segments_title"] in page.text
