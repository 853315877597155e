"""The dashboard's doors and numbers: who gets in, and that he sees what the API says."""

import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access import one_time
from hub.core.access.roles import Role
from hub.core.insights.tiles import Tile, Unit
from hub.usecases.sign_in import totp_secret
from hub.web.owner.figures import changed, shown
from hub.web.owner.texts import WORDS
from tests.hub.web.office import CASHIERS, HOUR, PASSWORD, Office
from tests.hub.web.people import sign_in_staff

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = {"Accept": "text/html"}
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", **PAGE}
DOORS = ("/owner/", "/owner/csv/summary", "/owner/csv/split", "/owner/csv/unconfirmed")


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office after two days."""
    office = Office(store, bell)
    office.days(2, 4)
    return office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser without scripts."""
    return office.app.test_client()


def sign_in(client: FlaskClient, login: str, **more: str) -> TestResponse:
    """Send the form as our page does."""
    said = {"login": login, "password": PASSWORD, **more}
    return client.post("/owner/sign-in", data=said, headers=OURS)


def test_a_stranger_is_asked_who_he_is(office: Office, client: FlaskClient) -> None:
    """People get the form and then the page that they wanted; programs get a problem."""
    answer = client.get("/owner/?span=month", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/owner/sign-in?next=%2Fowner%2F%3Fspan%3Dmonth"
    for door in DOORS:
        assert client.get(door).status_code == 401
    for door in ("/owner/sign-out", "/owner/live-ticket"):
        assert client.post(door, headers={"Origin": "http://localhost"}).status_code == 401
    login = office.employs(Role.OWNER, office.partner)
    answer = sign_in(client, login, next="/owner/?span=month")
    assert answer.headers["Location"] == "/owner/?span=month"
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "/owner//evil",
        "/app/",
        "/owner/\\x",
    ):
        assert sign_in(client, login, next=elsewhere).headers["Location"] == "/owner/"


def test_the_session_is_for_these_pages_only(office: Office, client: FlaskClient) -> None:
    """No script reads it, no other site sends it, and the API does not take it."""
    login = office.employs(Role.OWNER, office.partner)
    kept = sign_in(client, login).headers.getlist("Set-Cookie")
    assert len(kept) == 2
    assert all("HttpOnly" in it and "SameSite=Strict" in it and "Path=/owner" in it for it in kept)
    assert client.get("/owner/", headers=PAGE).status_code == 200
    assert client.get("/api/v1/insights/summary").status_code == 401
    office.clock.time += office.hub.access.access_life + 1
    answer = client.get("/owner/", headers=PAGE)
    assert answer.status_code == 200, "the second token brings a new pair"
    assert len(answer.headers.getlist("Set-Cookie")) == 2
    assert client.get("/owner/", headers=PAGE).headers.getlist("Set-Cookie") == []
    office.clock.time += office.hub.access.staff_life + 1
    assert client.get("/owner/", headers=PAGE).status_code == 303


def test_forms_of_other_pages_do_nothing(office: Office, client: FlaskClient) -> None:
    """Not to sign somebody in, nor out; ours does."""
    login = office.employs(Role.OWNER, office.partner)
    said = {"login": login, "password": PASSWORD}
    evil = ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "null"})  # fmt: skip
    for headers in evil:
        assert client.post("/owner/sign-in", data=said, headers=headers).status_code == 403
    sign_in(client, login)
    proof = proof_of(client.get("/owner/", headers=PAGE).text)
    for headers in evil:
        sent = client.post("/owner/sign-out", data={"proof": proof}, headers=headers)
        assert sent.status_code == 403
        assert client.post("/owner/live-ticket", headers=headers).status_code == 403
    assert client.post("/owner/sign-out", data={"proof": "AAAA"}, headers=OURS).status_code == 403
    assert client.get("/owner/", headers=PAGE).status_code == 200
    assert client.post("/owner/sign-out", data={"proof": proof}, headers=OURS).status_code == 303
    assert client.get("/owner/", headers=PAGE).status_code == 303


def test_a_one_time_code_is_asked_of_who_uses_them(office: Office, client: FlaskClient) -> None:
    """Without it nobody gets in, and the form says what is missing; with it he does."""
    login = office.employs(Role.OWNER, office.partner)
    salt = bytes(range(16))
    with office.store.begin() as work:
        person = work.staff.of_login(login)
        assert person is not None
        secrets = replace(work.staff.secrets(person.id), totp_salt=salt, totp_on=True)
        work.staff.set_secrets(person.id, secrets)
    answer = sign_in(client, login)
    assert (answer.status_code, "autofocus" in answer.text) == (401, True)
    assert PASSWORD not in answer.text
    assert sign_in(client, login, code="000000").status_code == 401
    code = one_time.code_at(totp_secret(office.hub, salt), office.clock.time // 30)
    assert sign_in(client, login, code=code).status_code == 303


def test_everybody_sees_what_his_role_may_see(office: Office, client: FlaskClient) -> None:
    """Owner, manager, auditor, operator: their places; a cashier nothing; nobody another's."""
    for role, partner, shop, path, status in (
        (Role.OWNER, office.partner, None, "", 200),
        (Role.OWNER, office.partner, None, f"?partner={office.other}", 403),
        (Role.OWNER, office.other, None, f"?partner={office.partner}", 403),
        (Role.OWNER, office.other, None, f"?shop={office.shop}", 404),
        (Role.OWNER, office.other, None, "", 200),
        (Role.MANAGER, office.partner, office.shop, "", 200),
        (Role.MANAGER, office.partner, office.shop, f"?shop={office.second}", 404),
        (Role.MANAGER, office.partner, office.shop, f"?partner={office.partner}", 403),
        (Role.AUDITOR, None, None, f"?partner={office.partner}", 200),
        (Role.OPERATOR, None, None, "", 200),
        (Role.CASHIER, office.partner, None, "", 403),
    ):
        sign_in(client, office.employs(role, partner, shop))
        answer = client.get(f"/owner/{path}", headers=PAGE)
        assert answer.status_code == status, (role, path)
        assert answer.content_type == "text/html; charset=utf-8"
        for door in DOORS[1:]:
            if status != 200:
                asked = path or f"?partner={office.partner}"
                more = "&by=day" if "split" in door else ""
                assert client.get(f"{door}{asked}{more}").status_code == status, (door, role)


def test_a_manager_of_a_shop_does_not_see_what_the_business_owes(
    office: Office, client: FlaskClient
) -> None:
    """Nor the other shop in the filters."""
    sign_in(client, office.employs(Role.MANAGER, office.partner, office.shop))
    page = client.get("/owner/", headers=PAGE).text
    assert 'data-code="liability"' not in page
    assert "Сайран" not in page
    sign_in(client, office.employs(Role.OWNER, office.partner))
    page = client.get("/owner/", headers=PAGE).text
    assert 'data-code="offline_bound"' in page
    assert "Сайран" in page


@pytest.mark.parametrize("spoken", ["kk", "ru", "en"])
def test_a_tile_shows_what_the_api_says(office: Office, client: FlaskClient, spoken: str) -> None:
    """Value, period before, change and formula of every tile, for any days and place."""
    sign_in(client, office.employs(Role.OWNER, office.partner))
    token = sign_in_staff(office.hub, Role.OWNER, office.partner).headers
    api = office.app.test_client()
    seen = 0
    for span in ("today", "week"):
        for place in ("", f"&shop={office.second}", f"&till={office.rig.id}",
                      f"&cashier={CASHIERS[0]}"):  # fmt: skip
            answer = client.get(f"/owner/?span={span}{place}",
                                headers=PAGE | {"Accept-Language": spoken})  # fmt: skip
            asked = re.search(r"/owner/csv/summary\?([^\"]+)", answer.text)
            assert asked is not None
            said = api.get(f"/api/v1/insights/summary?{html.unescape(asked[1])}",
                           headers=token | {"Accept-Language": spoken}).json  # fmt: skip
            assert said is not None
            tiles = _tiles(answer.text)
            for it in said["items"]:
                if it["code"] not in tiles:
                    continue
                seen += 1
                unit, tile = Unit(it["unit"]), tiles[it["code"]]
                assert f">{shown(it['value'], unit, spoken)}<" in tile
                assert it["name"] in tile
                assert it["formula"] in tile
                if it["change"] is not None:
                    assert changed(it["change"], spoken) in tile
                if it["before"] is not None:
                    before = shown(it["before"], unit, spoken)
                    word = "before_whole" if it["before_of_whole_day"] else "before"
                    assert WORDS[word][("kk", "ru", "en").index(spoken)].format(
                        value=before
                    ) in tile  # fmt: skip
    assert seen == 2 * 4 * 18


def test_what_is_owed_is_what_the_api_says(office: Office, client: FlaskClient) -> None:
    """The largest possible offline loss above all."""
    sign_in(client, office.employs(Role.OWNER, office.partner))
    token = sign_in_staff(office.hub, Role.OWNER, office.partner).headers
    tiles = _tiles(client.get("/owner/", headers=PAGE | {"Accept-Language": "en"}).text)
    said = office.app.test_client().get(
        f"/api/v1/insights/now?partner={office.partner}", headers=token
    ).json  # fmt: skip
    assert said is not None
    known = {it["code"]: it for it in said["items"]}
    for tile in (Tile.LIABILITY, Tile.LIABILITY_EXPECTED, Tile.OFFLINE_BOUND, Tile.UNCONFIRMED):
        it = known[tile.value]
        assert f">{shown(it['value'], Unit(it['unit']), 'en')}<" in tiles[tile.value]
    assert known["offline_bound"]["value"] > 0


def test_the_bars_add_up_to_the_tile(office: Office, client: FlaskClient) -> None:
    """By day and by shop; the table has what the chart has, and each name leads to its own."""
    sign_in(client, office.employs(Role.OWNER, office.partner))
    page = client.get("/owner/?show=receipts&span=week", headers=PAGE).text
    whole = _number(re.search(r'value">([\d\s]+)<', _tiles(page)["receipts"]))
    tables = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)[:2]
    for table, size in zip(tables, (7, 2), strict=True):
        cells = re.findall(r'</th><td class="right">([^<]*)</td>', table)
        assert len(cells) == size
        assert sum(int(it.replace("\N{NO-BREAK SPACE}", "")) for it in cells) == whole
    assert f"shop={office.second}" in tables[1]
    assert client.get(f"/owner/?shop={office.second}", headers=PAGE).status_code == 200


def test_a_day_that_is_not_over_is_told_against_the_same_hours(
    store: DatabaseStore, bell: MemoryBell
) -> None:
    """And the page says up to which; points, which no hour counts, against the whole day."""
    office = Office(store, bell)
    office.now_at -= (office.now_at + 5 * HOUR) % (24 * HOUR) - 13 * HOUR - 1800  # half past one
    noon = office.now_at - 1800 - HOUR
    for back, hours in ((1, (-1, 0, 2)), (0, (-1, 0, 1))):
        for hour in hours:
            at = noon - back * 24 * HOUR + hour * HOUR
            office.clock.time = at + 60
            office.rig.append(office.sale(100_000), at=at)
            office.hand_in(office.rig)
    office.clock.time = office.now_at
    office.count()
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OWNER, office.partner))
    page = client.get("/owner/", headers=PAGE | {"Accept-Language": "en"}).text
    assert "Both days are compared up to 13:00." in page
    receipts = _tiles(page)["receipts"]
    assert ">3<" in receipts
    assert "was 2" in receipts
    assert "0\N{NO-BREAK SPACE}%" in receipts
    assert "in all of that day" in _tiles(page)["members_active"]
    week = client.get("/owner/?span=week", headers=PAGE | {"Accept-Language": "en"}).text
    assert "The last day of both is compared up to 13:00." in week
    year = client.get("/owner/?against=year", headers=PAGE | {"Accept-Language": "en"}).text
    assert "2025. Both days are compared" in year
    narrow = client.get("/owner/?hour=12", headers=PAGE | {"Accept-Language": "en"}).text
    assert ">1<" in _tiles(narrow)["receipts"]
    assert 'data-leads="?partner=1&amp;hour=12"' in page


def test_csv_is_what_the_api_gives(office: Office, client: FlaskClient) -> None:
    """The same bytes."""
    sign_in(client, office.employs(Role.OWNER, office.partner))
    token = sign_in_staff(office.hub, Role.OWNER, office.partner).headers
    spoken = {"Accept-Language": "kk"}
    page = client.get("/owner/?span=week", headers=PAGE).text
    links = {html.unescape(it) for it in re.findall(r'href="(/owner/csv/[^"]+)"', page)}
    assert len(links) >= 3
    for link in links:
        mine = client.get(link, headers=spoken)
        assert mine.content_type == "text/csv; charset=utf-8"
        there = link.replace("/owner/csv/", "/api/v1/insights/") + "&format=csv"
        theirs = office.app.test_client().get(there, headers=token | spoken)
        assert theirs.data == mine.data


def test_addresses_that_no_page_has_are_refused(office: Office, client: FlaskClient) -> None:
    """As a page with words, and for a program as a problem."""
    sign_in(client, office.employs(Role.OWNER, office.partner))
    for wrong in ("span=yesterday", "since=2026-02-30", "show=liability", "by=hour", "shop=x",
                  "since=2026-09-22&until=2026-09-21", "unknown=1", "till=4711"):  # fmt: skip
        answer = client.get(f"/owner/?{wrong}", headers=PAGE)
        assert answer.status_code in (404, 422), wrong
        assert "<h1>" in answer.text
        assert client.get(f"/owner/?{wrong}").content_type == "application/problem+json"


def test_numbers_that_nobody_counted_are_called_old(office: Office, client: FlaskClient) -> None:
    """Before the first count, and when the worker has stopped; not while it counts."""
    sign_in(client, office.employs(Role.OWNER, office.partner))
    page = client.get("/owner/", headers=PAGE | {"Accept-Language": "en"}).text
    assert "Counted at" in page
    office.clock.time += 200
    page = client.get("/owner/", headers=PAGE | {"Accept-Language": "en"}).text
    assert "These numbers are old" in page


def proof_of(page: str) -> str:
    """Return what the forms of a page hold."""
    found = re.search(r'name="proof" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _tiles(page: str) -> dict[str, str]:
    found = re.findall(r'<div class="tile[^"]*" data-code="(\w+)">(.*?)</details>', page, re.DOTALL)
    return {code: html.unescape(tile) for code, tile in found}


def _number(found: re.Match[str] | None) -> int:
    assert found is not None
    return int("".join(found[1].split()))
