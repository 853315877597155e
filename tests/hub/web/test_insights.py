"""The dashboard's numbers over HTTP: who sees which, in his language, as JSON and as CSV."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from contracts.wire.units import Tiyn, UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.roles import Grant, Role, Scope
from hub.core.access.sessions import STAFF
from hub.core.ids import StaffId
from hub.core.insights.periods import day_of, starts
from hub.core.insights.tiles import Tile
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Standing, Tier, TierChange, TierReason
from hub.usecases.live import make_ticket, number_feed
from hub.usecases.sessions import open_session
from tests.hub.usecases.insight_town import InsightTown
from tests.hub.web.people import sign_in_member, sign_in_staff
from tests.hub.web.sockets import Listener, serving

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DOOR = "/api/v1/insights"
DOORS = ("summary", "split", "now", "unconfirmed", "rewards", "cohorts", "rfm", "tiers")


@pytest.fixture
def town(engine: Engine) -> InsightTown:
    """Return a town after a few sales: two of three claimed, one by a till that is offline."""
    town = InsightTown(engine)
    one, two = town.stalls[0].rig, town.stalls[2].rig
    sold = one.append(town.sale(100_000), town.sale(300_000), at=town.clock.now())
    town.hand_in(one)
    town.claim(town.people[1], sold[0])
    (late,) = two.append(town.sale(500_000), at=town.clock.now())
    town.claim(town.people[1], late)
    town.count()
    return town


@pytest.fixture
def client(town: InsightTown) -> FlaskClient:
    """Return a client of the whole app over the town's hub."""
    return web_over(town.hub).test_client()


def _get(client: FlaskClient, path: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = client.get(f"{DOOR}/{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    found = answer.json
    assert isinstance(found, dict)
    return found


def _values(summary: dict[str, Any]) -> dict[str, Any]:
    return {it["code"]: it["value"] for it in summary["items"]}


def test_an_owner_sees_his_numbers_with_their_formulas(
    town: InsightTown, client: FlaskClient
) -> None:
    """In his language; what is a part of nothing is no number, and neither is its change."""
    owner = sign_in_staff(town.hub, Role.OWNER, town.partner).headers
    found = _get(client, f"summary?partner={town.partner}", owner | {"Accept-Language": "kk"})
    values = _values(found)
    assert (values["receipts"], values["claims"], values["claim_share"]) == (2, 2, 5_000)
    assert (values["turnover"], values["average_receipt"]) == (400_000, 200_000)
    assert (values["average_receipt_members"], values["average_receipt_others"]) == (
        100_000, 300_000,
    )  # fmt: skip
    assert (values["members_active"], values["visits"], values["repeat_rate"]) == (1, 1, 0)
    first = found["items"][0]
    assert first["name"] == "Басып шығарылған чектер"
    assert (first["before"], first["change"]) == (0, None)
    assert all(it["formula"] for it in found["items"])
    empty = _get(client, f"summary?partner={town.partner}&since=2024-01-01&until=2024-01-31", owner)
    values = _values(empty)
    assert values["receipts"] == values["points_issued"] == values["members_active"] == 0
    for share in ("claim_share", "average_receipt", "repeat_rate", "visits_per_member"):
        assert values[share] is None


def test_whoever_has_no_reports_there_sees_nothing(town: InsightTown, client: FlaskClient) -> None:
    """Members, cashiers and strangers; a manager of one shop sees that shop alone."""
    hub, other = town.hub, town.other
    stranger = sign_in_staff(hub, Role.OWNER, other).headers
    cashier = sign_in_staff(hub, Role.CASHIER, town.partner).headers
    operator = sign_in_staff(hub, Role.OPERATOR).headers
    auditor = sign_in_staff(hub, Role.AUDITOR).headers
    for door in DOORS:
        path = f"{DOOR}/{door}?partner={town.partner}"
        for headers, status in (
            (operator, 200), (auditor, 200), (stranger, 403), (cashier, 403),
            (sign_in_member(hub, 5_000 + DOORS.index(door)).headers, 403), ({}, 401),
        ):  # fmt: skip
            assert client.get(path, headers=headers).status_code == status, door
        assert client.get(f"{DOOR}/{door}", headers=stranger).status_code == 403
        assert client.get(f"{DOOR}/{door}", headers=operator).status_code == 200
    shop = town.shops[0]
    manager = _manager(town)
    assert client.get(f"{DOOR}/summary?shop={shop}", headers=manager).status_code == 200
    till = town.stalls[0].rig.id
    assert client.get(f"{DOOR}/summary?till={till}", headers=manager).status_code == 200
    for elsewhere in (f"shop={town.shops[1]}", f"shop={town.shops[2]}", "shop=4711", "till=4711",
                      f"till={town.stalls[3].rig.id}", f"shop={shop}&partner={other}"):  # fmt: skip
        answer = client.get(f"{DOOR}/summary?{elsewhere}", headers=manager)
        assert answer.status_code == 404, elsewhere
    assert client.get(f"{DOOR}/now?partner={town.partner}", headers=manager).status_code == 403


def _manager(town: InsightTown) -> dict[str, str]:
    hub = town.hub
    with hub.store.begin() as work:
        staff = work.staff.add("manager", "Асель", None, hub.clock.now())
        work.staff.grant(staff, Grant(Role.MANAGER, Scope(town.partner, town.shops[0])))
        signed = open_session(work, hub, STAFF, StaffId(staff))
    return {"Authorization": f"Bearer {signed.access}"}


def test_parts_add_up_to_the_whole(town: InsightTown, client: FlaskClient) -> None:
    """By whatever the numbers are split; hours and days without anything are there as zeros."""
    town.claim(town.people[2], town.stalls[0].rig.events[1])
    town.count()
    operator = sign_in_staff(town.hub, Role.OPERATOR).headers
    whole = _values(_get(client, "summary", operator))
    sizes = {"day": 30, "weekday": 7, "hour": 24}
    for by in ("day", "weekday", "hour", "partner", "shop", "till", "cashier"):
        found = _get(client, f"split?by={by}", operator)
        assert len(found["items"]) == sizes.get(by, len(found["items"]))
        codes = [it["code"] for it in found["columns"]]
        for code in ("receipts", "claims", "turnover", "points_redeemed", "points_issued"):
            parts = [it["values"][code] for it in found["items"]]
            if code == "points_issued" and by in ("hour", "cashier"):
                assert set(parts) == {None}
            else:
                assert sum(parts) == whole[code], (by, code)
        assert codes == list(found["items"][0]["values"])
    named = {it["key"]: it["name"] for it in _get(client, "split?by=shop", operator)["items"]}
    assert named[str(town.shops[0])] == "Абай 1"
    assert named["0"] is None


def test_a_day_begins_and_ends_in_almaty(town: InsightTown, client: FlaskClient) -> None:
    """19:00 UTC is midnight: one second before belongs to another day, and to another hour."""
    midnight = starts(day_of(town.clock.now()) + 1)
    rig = town.stalls[3].rig
    for at in (midnight - 1, midnight):
        rig.append(town.sale(10_000), at=at)
    town.clock.time = midnight + 60
    town.hand_in(rig)
    town.count()
    owner = sign_in_staff(town.hub, Role.OWNER, town.other).headers
    days = _get(client, f"split?partner={town.other}&by=day", owner)["items"]
    assert [(it["key"], it["values"]["receipts"]) for it in days[-2:]] == [
        ("2026-09-21", 1), ("2026-09-22", 1),
    ]  # fmt: skip
    hours = _get(client, f"split?partner={town.other}&by=hour", owner)["items"]
    assert [it["key"] for it in hours if it["values"]["receipts"]] == ["0", "23"]


def test_what_is_owed_and_what_is_at_risk(town: InsightTown, client: FlaskClient) -> None:
    """The liability in full; less breakage only once a year of points has lived out its time."""
    owner = sign_in_staff(town.hub, Role.OWNER, town.partner).headers
    found = _get(client, f"now?partner={town.partner}", owner)
    values = _values(found)
    assert values["points_live"] == 400 + 30 + 150
    assert (values["points_held"], values["points_unconfirmed"]) == (0, 150)
    assert values["liability"] == 580 * 100
    assert (values["breakage_share"], values["liability_expected"]) == (None, None)
    assert values["offline_bound"] == 20_000_00  # the lease of the one till that has synced
    (waiting,) = _get(client, f"unconfirmed?partner={town.partner}", owner)["items"]
    assert (waiting["till"], waiting["claims"], waiting["points"]) == (
        town.stalls[2].rig.id, 1, 150,
    )  # fmt: skip
    town.redeemed(town.stalls[0].rig, town.bought(town.people[0], town.reward.id).code)
    town.count()
    (reward,) = _get(client, f"rewards?partner={town.partner}", owner)["items"]
    assert (reward["title"], reward["taken"], reward["points"]) == ("Croissant", 1, 100)
    assert _values(_get(client, f"now?partner={town.partner}", owner))["points_live"] == 480


def test_groups_of_members(town: InsightTown, client: FlaskClient) -> None:
    """Counted as of yesterday's end: cohorts by month, segments by bands."""
    town.clock.time += 24 * 3600
    town.count()
    owner = sign_in_staff(town.hub, Role.OWNER, town.partner).headers
    (cohort,) = _get(client, f"cohorts?partner={town.partner}", owner)["items"]
    assert cohort == {
        "first": "2026-09", "members": 1,
        "months": [{"month": "2026-09", "members": 1, "share": 10_000}],
    }  # fmt: skip
    rfm = _get(client, f"rfm?partner={town.partner}", owner)
    assert {it["code"]: it["members"] for it in rfm["segments"] if it["members"]} == {"new": 1}
    assert [(it["recency"], it["frequency"], it["money"]) for it in rfm["items"]] == [(5, 1, 1)]
    with town.hub.store.begin() as work:
        now = UnixTime(town.clock.time)
        for member in town.people[:2]:
            change = TierChange(Tier.BRONZE, Tier.SILVER, now, Tiyn(0), TierReason.UPGRADED)
            work.tiers.set(TierOf.MEMBER, member, Standing(Tier.SILVER, now), [change])
    assert _get(client, f"tiers?partner={town.partner}", owner)["items"] == [
        {"before": "bronze", "after": "silver", "members": 1}
    ]


def test_everything_is_a_table_too(town: InsightTown, client: FlaskClient) -> None:
    """As CSV; what a cashier calls himself is no formula for a spreadsheet."""
    rig = town.stalls[1].rig
    evil = replace(town.sale(10_000), cashier="=HYPERLINK(1)")
    rig.append(evil, at=town.clock.now())
    town.hand_in(rig)
    town.count()
    operator = sign_in_staff(town.hub, Role.OPERATOR).headers
    for door in DOORS:
        answer = client.get(f"{DOOR}/{door}?format=csv", headers=operator)
        assert answer.content_type == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"].endswith('.csv"')
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert all(len(row) == len(rows[0]) for row in rows)
    answer = client.get(f"{DOOR}/split?by=cashier&format=csv", headers=operator)
    assert "'=HYPERLINK(1)" in [row[0] for row in csv.reader(io.StringIO(answer.text))]
    one = _get(client, "summary?cashier==HYPERLINK(1)", operator)
    assert _values(one)["receipts"] == 1
    assert _values(one)["points_issued"] is _values(one)["members_active"] is None


def test_days_that_are_none_are_refused(town: InsightTown, client: FlaskClient) -> None:
    """With the field named; so are too many of them, and those that end before they begin."""
    operator = sign_in_staff(town.hub, Role.OPERATOR).headers
    first = client.get(f"{DOOR}/summary?since=2020-01-01&until=2020-01-02", headers=operator)
    assert first.status_code == 200
    for wrong in ("since=2026-02-30", "until=yesterday", "since=2026-09-22&until=2026-09-21",
                  "since=2022-01-01&until=2026-01-01", "by=member", "against=never",
                  "format=xlsx", "partner=0", "shop=-1", "unknown=1"):  # fmt: skip
        answer = client.get(f"{DOOR}/split?{wrong}", headers=operator)
        if wrong.startswith("against"):
            answer = client.get(f"{DOOR}/summary?{wrong}", headers=operator)
        assert (answer.status_code, (answer.json or {})["code"]) == (422, "validation"), wrong


def test_before_the_first_count_it_says_so(engine: Engine) -> None:
    """A new hub shows zeros, and that nobody has counted."""
    town = InsightTown(engine)
    client = web_over(town.hub).test_client()
    operator = sign_in_staff(town.hub, Role.OPERATOR).headers
    found = _get(client, "summary", operator)
    assert found["counted_at"] is None
    town.count()
    assert _get(client, "summary", operator)["counted_at"] == town.clock.time
    assert len(found["items"]) == len(Tile) - 8
    assert isinstance(town.hub.store, DatabaseStore)


def test_a_sale_is_heard_as_it_comes(town: InsightTown) -> None:
    """Over the socket, by its partner only: how many receipts, how much, and where."""
    bell = MemoryBell()
    store = DatabaseStore(town.store.engine, ring=bell.ring, now=lambda: UnixTime(town.clock.time))
    town.hub = hub = replace(town.hub, store=store)
    web = web_over(hub, bell=bell)
    number_feed(hub)
    owners = [sign_in_staff(hub, Role.OWNER, it) for it in (town.partner, town.other)]
    with serving(web) as place:
        tickets = [make_ticket(hub, STAFF, it.number) for it in owners]
        mine, theirs = (Listener(place, {"ticket": it}) for it in tickets)
        assert all(it.next() for it in (mine, theirs))
        rig = town.stalls[1].rig
        rig.append(town.sale(10_000), town.sale(25_000), at=town.clock.now())
        town.hand_in(rig)
        other = town.stalls[3].rig
        other.append(town.sale(70_000), at=town.clock.now())
        town.hand_in(other)
        heard = [it.next() for it in (mine, theirs)]
        for listener in (mine, theirs):
            listener.close()
    bell.close()
    bodies = [(said["kind"], said["body"]) for said in heard if said]
    assert bodies == [
        ("sale.arrived", {"shop": town.shops[0], "till": rig.id, "receipts": 2, "total": 35_000,
                          "at": town.clock.time}),
        ("sale.arrived", {"shop": town.shops[2], "till": other.id, "receipts": 1, "total": 70_000,
                          "at": town.clock.time}),
    ]  # fmt: skip
