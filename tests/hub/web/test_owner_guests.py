"""Members, vouchers and the log on the dashboard: what is shown, what a form does, who may."""

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.core.ids import PartnerId
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.member_cards import NewCard, give_card
from tests.hub.web.guests_office import WHY, GuestsOffice
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SPOKEN = OURS | {"Accept-Language": "en"}
ADJUST = "/owner/members/1/adjust"
Browser = Callable[..., FlaskClient]


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> GuestsOffice:
    """Return an office that has just opened."""
    return GuestsOffice(store, bell)


@pytest.fixture
def browser(office: GuestsOffice) -> Browser:
    """Return what signs somebody new in and returns his browser."""

    def signed(role: Role, partner: PartnerId | None) -> FlaskClient:
        client = office.app.test_client()
        sign_in(client, office.employs(role, partner))
        return client

    return signed


def rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """Return a file's rows."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))


def test_an_owner_finds_his_guests_by_number_without_a_name(
    office: GuestsOffice, browser: Browser
) -> None:
    """Another partner's owner finds nobody; the operator finds names, too."""
    owner = browser(Role.OWNER, office.partner)
    assert "appears here once the first receipt" in owner.get("/owner/members", headers=EN).text
    office.comes(office.regular)
    page = owner.get("/owner/members", headers=EN).text
    assert "Member no. 1" in page
    assert "Айгүл" not in page
    found = owner.get("/owner/members?q=%231", headers=EN)
    assert (found.status_code, found.headers["Location"]) == (303, "/owner/members/1")
    for asked, said in (("2", "has been to your shops"), ("Айгүл", "digits only")):
        answer = owner.get("/owner/members", query_string={"q": asked}, headers=EN)
        assert (answer.status_code, said in answer.text) == (422, True)
        assert f'value="{asked}"' in answer.text
    stranger = browser(Role.OWNER, office.other)
    assert "Member no. 1" not in stranger.get("/owner/members", headers=EN).text
    assert stranger.get("/owner/members/1", headers=EN).status_code == 404
    assert stranger.get("/owner/members?q=1", headers=EN).status_code == 422
    assert rows(stranger, "/owner/members.csv") == []
    [line] = rows(owner, "/owner/members.csv")
    assert (line["number"], line["name"], line["points"]) == ("1", "", "85")
    operator = browser(Role.OPERATOR, None)
    assert "Айгүл" in operator.get("/owner/members?q=айг", headers=EN).text
    assert len(rows(operator, "/owner/members.csv?tier=bronze")) == len(office.people)
    assert operator.get("/owner/members?q=999", headers=EN).status_code == 422
    for wrong in ("tier=iron", "came=8", "after=x", "after=1", "blocked=so", f"q={'x' * 101}"):
        assert owner.get(f"/owner/members?{wrong}", headers=EN).status_code == 422, wrong


def test_a_guest_is_found_by_the_card(office: GuestsOffice, browser: Browser) -> None:
    """By its number as it is printed, where that card is one's own to see."""
    boss = office.boss(office.employs(Role.OWNER, office.partner))
    given = give_card(office.hub, boss, NewCard(office.partner, "7391", "Сәуле", "kk"))
    member, number = given.card.member, f"{given.card.number:011,}".replace(",", " ")
    asked = {"query_string": {"q": number}, "headers": EN}
    owner, stranger = browser(Role.OWNER, office.partner), browser(Role.OWNER, office.other)
    assert owner.get("/owner/members", **asked).status_code == 422
    office.comes(member)
    found = owner.get("/owner/members", **asked)
    assert found.headers["Location"] == f"/owner/members/{member}"
    assert stranger.get("/owner/members", **asked).status_code == 422


def test_a_file_shows_as_much_as_one_may_see(office: GuestsOffice, browser: Browser) -> None:
    """To the owner what happened at his shops, to the operator the whole."""
    login = office.employs(Role.OWNER, office.partner)
    office.lives(login)
    owner, operator = browser(Role.OWNER, office.partner), browser(Role.OPERATOR, None)
    ours = owner.get("/owner/members/1", headers=EN).text
    assert re.search(r"Gold, last visit \d", ours)
    for said in ("4\xa0560\xa0₸, Абай даңғылы", "waiting for the till", WHY, "used", "cancelled",
                 "Waits for a second person", "Birthday bonus"):  # fmt: skip
        assert said in ours, said
    for hidden in ("Айгүл", "To the next tier", "TON wallet", "Erase the member", "Consent"):
        assert hidden not in ours, hidden
    whole = operator.get("/owner/members/1", headers=EN).text
    for said in ("Айгүл", "Spent in the window", "given by a person", "not asked yet",
                 "none linked", "Erase the member"):  # fmt: skip
        assert said in whole, said
    assert operator.get("/owner/members/999", headers=EN).status_code == 404


def adjusting(office: GuestsOffice, owner: FlaskClient) -> dict[str, str]:
    """Return the form on the regular's page, filled in."""
    page = owner.get("/owner/members/1", headers=EN).text
    assert "Above 1\xa0000\xa0points within a day" in page
    name = re.search(r'name="name" value="([\w-]{22})"', page)
    assert name is not None
    return {"proof": proof_of(page), "name": name[1], "partner": str(office.partner),
            "way": "give", "points": "1 500", "reason": WHY}  # fmt: skip


def test_what_is_wrong_with_an_adjustment_stands_beside_its_field(
    office: GuestsOffice, browser: Browser
) -> None:
    """Nothing typed is lost."""
    office.comes(office.regular)
    owner = browser(Role.OWNER, office.partner)
    form = adjusting(office, owner)
    name = form["name"]
    for changes, said in (
        ({"points": "0"}, "whole number from 1"),
        ({"points": "много"}, "whole number from 1"),
        ({"reason": "ok"}, "Say a little more"),
        ({"reason": ""}, "Fill this in"),
        ({"way": "keep"}, "Choose from the list"),
        ({"partner": str(office.other)}, "Choose from the list"),
        ({"way": "take", "points": "900"}, "not enough points"),
    ):
        wrong = owner.post(ADJUST, data=form | changes, headers=SPOKEN)
        assert (wrong.status_code, said in wrong.text) in ((422, True), (409, True)), changes
        assert f'value="{name}"' in wrong.text
    assert owner.post(ADJUST, data=form | {"proof": "x"}, headers=OURS).status_code == 403
    assert owner.post(ADJUST, data=form | {"name": "x"}, headers=OURS).status_code == 422


def test_points_by_hand_take_a_second_person_where_they_are_many(
    office: GuestsOffice, browser: Browser
) -> None:
    """Twice sent is once done; nobody approves his own."""
    office.comes(office.regular)
    owner, second = browser(Role.OWNER, office.partner), browser(Role.OWNER, office.partner)
    form = adjusting(office, owner)
    for _ in range(2):
        asked = owner.post(ADJUST, data=form, headers=OURS)
        assert asked.headers["Location"] == "/owner/members/1?done=asked"
    told = owner.get("/owner/members/1?done=asked", headers=EN).text
    assert "once a second person approves" in told
    mine = owner.get("/owner/members/adjustments", headers=EN).text
    assert "somebody else has to approve it" in mine
    assert 'value="approve"' not in mine
    decide = f"/owner/members/adjustments/{form['name']}"
    yes = {"proof": form["proof"], "decision": "approve"}
    alone = owner.post(decide, data=yes, headers=SPOKEN)
    assert (alone.status_code, 'class="problem"' in alone.text) == (403, True)
    theirs = second.get("/owner/members/adjustments", headers=EN).text
    assert "+1\xa0500\xa0points" in theirs
    assert WHY in theirs
    yes = {"proof": proof_of(theirs), "decision": "approve"}
    assert second.post(decide, data=yes | {"decision": "so"}, headers=SPOKEN).status_code == 422
    assert second.post(decide, data=yes, headers=OURS).status_code == 303
    assert office.has(office.regular).confirmed == 1_500
    assert second.post(decide, data=yes, headers=SPOKEN).status_code == 409
    assert WHY in second.get("/owner/members/adjustments?state=done", headers=EN).text
    [kept] = rows(second, "/owner/members/adjustments.csv?state=done")
    assert (kept["points"], kept["reason"], kept["asked_by_name"]) == (
        "1500", WHY, "Гүлнар Әбенова",
    )  # fmt: skip
    take = form | {"name": "B" * 21 + "A", "way": "take", "points": "200"}
    assert owner.post(ADJUST, data=take, headers=OURS).headers["Location"].endswith("done=taken")
    stranger = browser(Role.OWNER, office.other)
    sealed = {"proof": proof_of(stranger.get("/owner/vouchers", headers=EN).text)}
    assert stranger.post(ADJUST, data=form | sealed, headers=OURS).status_code in (403, 404, 422)
    assert stranger.post(decide, data=yes | sealed, headers=OURS).status_code == 403


def test_only_the_programme_blocks_copies_and_erases(
    office: GuestsOffice, browser: Browser
) -> None:
    """With a reason; and an erased one only after his number was typed once more."""
    office.comes(office.regular)
    owner, operator = browser(Role.OWNER, office.partner), browser(Role.OPERATOR, None)
    page = operator.get("/owner/members/1", headers=EN).text
    form = {"proof": proof_of(page), "reason": WHY}
    ours = {"proof": proof_of(owner.get("/owner/members/1", headers=EN).text), "reason": WHY}
    for act in ("block", "copy", "erase"):
        door = f"/owner/members/1/{act}"
        said = ours | {"blocked": "yes", "again": "1"}
        assert owner.post(door, data=said, headers=OURS).status_code == 403
        assert operator.post(door, data={}, headers=OURS).status_code == 403
    no = operator.post("/owner/members/1/block", data=form | {"blocked": "yes", "reason": "x"},
                       headers=SPOKEN)  # fmt: skip
    assert (no.status_code, "Say a little more" in no.text) == (422, True)
    for blocked, done in (("yes", "blocked"), ("no", "unblocked")):
        said = form | {"blocked": blocked}
        went = operator.post("/owner/members/1/block", data=said, headers=OURS)
        assert went.headers["Location"].endswith(f"done={done}")
    copy = operator.post("/owner/members/1/copy", data=form, headers=OURS)
    assert (copy.mimetype, copy.json["tables"]["account"][0]["first_name"]) == (  # type: ignore[index]
        "application/json", "Айгүл",
    )  # fmt: skip
    assert copy.headers["Cache-Control"] == "no-store"
    no = operator.post("/owner/members/1/erase", data=form | {"again": "2"}, headers=SPOKEN)
    assert (no.status_code, "another number" in no.text) == (422, True)
    went = operator.post("/owner/members/1/erase", data=form | {"again": "1"}, headers=OURS)
    assert went.headers["Location"].endswith("done=erased")
    gone = operator.get("/owner/members/1?done=erased", headers=EN).text
    assert "The member is erased" in gone
    assert "Айгүл" not in gone
    assert "Erase the member" not in gone
    log = operator.get("/owner/audit?kind=member&of=member&number=1", headers=EN).text
    for words in ("Member erased", "Copy of a member", "Member blocked", "Member unblocked", WHY):
        assert words in log


def test_vouchers_are_found_by_what_became_of_them(office: GuestsOffice, browser: Browser) -> None:
    """On the page and in the file; another partner's are in neither."""
    office.gives(office.regular, 2_000)
    held, _ = office.buys(office.regular)
    taken, code = office.buys(office.regular, coffee=True)
    office.takes(code)
    owner, stranger = browser(Role.OWNER, office.partner), browser(Role.OWNER, office.other)
    listed = owner.get("/owner/vouchers", headers=EN).text
    assert "Almond croissant" in listed
    assert "Cappuccino, 300 ml" in listed
    live = owner.get("/owner/vouchers?group=live", headers=EN).text
    assert f"/owner/vouchers/{held}" in live
    assert f"/owner/vouchers/{taken}" not in live
    assert len(rows(owner, "/owner/vouchers.csv")) == 2
    assert len(rows(owner, "/owner/vouchers.csv?cashier=Айдана&group=redeemed")) == 1
    assert rows(stranger, "/owner/vouchers.csv") == []
    for wrong in ("group=lost", "shop=x", "since=yesterday", "after=-1", "till=1e3"):
        assert owner.get(f"/owner/vouchers?{wrong}", headers=EN).status_code == 422, wrong


def test_a_voucher_is_told_and_ended(office: GuestsOffice, browser: Browser) -> None:
    """Cancelled or undone with a reason, by who may; its story says who and why."""
    office.gives(office.regular, 2_000)
    held, _ = office.buys(office.regular)
    taken, code = office.buys(office.regular, coffee=True)
    office.takes(code)
    owner, stranger = browser(Role.OWNER, office.partner), browser(Role.OWNER, office.other)
    auditor = browser(Role.AUDITOR, office.partner)
    story = owner.get(f"/owner/vouchers/{taken}", headers=EN).text
    assert "A till took it: Абай даңғылы" in story
    assert "Айдана" in story
    assert "Undo the redemption" in story
    assert "Undo the redemption" not in auditor.get(f"/owner/vouchers/{taken}", headers=EN).text
    assert stranger.get(f"/owner/vouchers/{taken}", headers=EN).status_code == 404
    redemption = re.search(r'name="redemption" value="([\w-]+)"', story)
    assert redemption is not None
    form = {"proof": proof_of(story), "reason": WHY, "redemption": redemption[1]}
    for number, act, state, done in (
        (held, "cancel", VoucherState.CANCELLED, "cancelled"),
        (taken, "undo", VoucherState.UNDONE, "undone"),
    ):
        door = f"/owner/vouchers/{number}/{act}"
        no = owner.post(door, data=form | {"reason": "ok"}, headers=SPOKEN)
        assert (no.status_code, "Say a little more" in no.text, ">ok<" in no.text) == (
            422, True, True,
        )  # fmt: skip
        assert auditor.post(door, data=form, headers=OURS).status_code == 403
        assert owner.post(door, data=form | {"proof": ""}, headers=OURS).status_code == 403
        went = owner.post(door, data=form, headers=OURS)
        assert went.headers["Location"] == f"/owner/vouchers/{number}?done={done}"
        with office.store.read() as work:
            found = work.vouchers.get(number)
        assert found is not None
        assert found.state is state
        told = owner.get(f"/owner/vouchers/{number}?done={done}", headers=EN).text
        assert WHY in told
        assert "Гүлнар Әбенова" in told
    assert office.has(office.regular).spendable == 2_000


def test_what_is_to_be_checked_is_listed(office: GuestsOffice, browser: Browser) -> None:
    """Vouchers whose receipt never came, what tills may hand out unheard of, and losses."""
    office.gives(office.regular, 500)
    number, code = office.buys(office.regular)
    office.takes(code)
    office.clock.time += 3_600
    office.hand_in(office.rig)
    owner, stranger = browser(Role.OWNER, office.partner), browser(Role.OWNER, office.other)
    page = owner.get("/owner/vouchers/checks", headers=EN).text
    assert f"Voucher no. {number}" in page
    assert "lease until" in page
    assert "No losses" in page
    assert [it["voucher"] for it in rows(owner, "/owner/vouchers/unmatched.csv")] == [str(number)]
    assert [it["till"] for it in rows(owner, "/owner/vouchers/bound.csv")] == [str(office.rig.id)]
    assert rows(owner, "/owner/vouchers/losses.csv") == []
    theirs = stranger.get("/owner/vouchers/checks", headers=EN).text
    assert f"Voucher no. {number}" not in theirs
    assert rows(stranger, "/owner/vouchers/unmatched.csv") == []
    assert rows(stranger, "/owner/vouchers/bound.csv") == []


def test_the_log_is_each_partners_own(office: GuestsOffice, browser: Browser) -> None:
    """In words, with who, why and from where; a manager has none of it."""
    login = office.employs(Role.OWNER, office.partner)
    office.lives(login)
    owner, stranger = browser(Role.OWNER, office.partner), browser(Role.OWNER, office.other)
    page = owner.get("/owner/audit", headers=EN).text
    for said in ("Voucher cancelled", "voucher no. 2", WHY, "Гүлнар Әбенова", "from 212.154.10.7",
                 "Adjustment asked for", "+5\xa0000\xa0points", "member no. 1"):  # fmt: skip
        assert said in page, said
    only = owner.get("/owner/audit?kind=voucher", headers=EN).text
    assert "Adjustment asked for" not in only
    whole = rows(owner, "/owner/audit.csv")
    assert {"voucher.cancel", "points.ask"} <= {it["action"] for it in whole}
    assert not {"voucher.cancel", "points.ask"} & {
        it["action"] for it in rows(stranger, "/owner/audit.csv")
    }
    assert WHY not in stranger.get("/owner/audit", headers=EN).text
    assert browser(Role.MANAGER, office.partner).get("/owner/audit", headers=EN).status_code == 403
    assert "Tier given" in browser(Role.OPERATOR, None).get("/owner/audit", headers=EN).text
    for wrong in ("kind=x", "of=x", "number=x", "who=x", "until=x", "after=x"):
        assert owner.get(f"/owner/audit?{wrong}", headers=EN).status_code == 422, wrong
