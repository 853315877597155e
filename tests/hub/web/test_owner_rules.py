"""Earning rules on the dashboard: in words, tried on real receipts, and then in force."""

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.core.almaty import DAY, local_day
from hub.core.earning_rules import EarningRule, Rates
from hub.usecases.earning_rules import add_rule
from tests.hub.usecases.claim_world import rule_of
from tests.hub.web.office import Office
from tests.hub.web.reward_forms import EN, SPOKEN, fields_of, problems_on
from tests.hub.web.test_owner import OURS, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW = "/owner/rules/new"


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office after a day."""
    office = Office(store, bell)
    office.days(1, 4)
    return office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser with the owner signed in."""
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OWNER, office.partner))
    return client


def rules(office: Office) -> list[EarningRule]:
    """Return all rules of the bakery."""
    with office.store.read() as work:
        return work.rules.ever(office.partner)


def day(office: Office, later: int) -> str:
    """Return a day as the browser's field gives it."""
    return (local_day(office.now()) + timedelta(days=later)).isoformat()


def test_a_rule_is_tried_on_real_receipts_and_then_put_in_force(
    office: Office, client: FlaskClient
) -> None:
    """It begins when it was said to; what was changed after the trial is tried again first."""
    page = client.get(f"{NEW}?instead={office.rule}", headers=EN).text
    fields = fields_of(page, "rule-form") | {"name": "Күзгі", "rate_bronze": "4", "act": "try"}
    early = client.post(NEW, data=fields | {"act": "keep"}, headers=SPOKEN)
    assert (early.status_code, "since it was tried" in early.text) == (200, True)
    tried = client.post(NEW, data=fields, headers=SPOKEN)
    assert tried.status_code == 200
    assert len(rules(office)) == 1, "trying changes nothing"
    values = dict(re.findall(r'<h3>([^<]+)</h3><p class="number[^"]*">([^<]+)<', tried.text))
    with office.store.read() as work:
        claims = work.claims.of_partner(office.partner, UnixTime(0), 500)
    assert int(values["Points given"]) == sum(it.total * 4 // 10_000 for it in claims)
    assert f"{sum(it.points for it in claims)} now" in html.unescape(tried.text)
    assert values["Receipts that change"] == "100\xa0%"
    assert "Абай даңғылы" in tried.text
    assert tried.text.count("→") >= 4
    changed = fields_of(tried.text, "rule-form") | {"rate_bronze": "5", "act": "keep"}
    again = client.post(NEW, data=changed, headers=SPOKEN)
    assert (again.status_code, "since it was tried" in again.text) == (200, True)
    assert len(rules(office)) == 1
    kept = fields_of(again.text, "rule-form") | {"act": "keep"}
    done = client.post(NEW, data=kept, headers=SPOKEN)
    assert (done.status_code, done.headers["Location"].endswith("done=kept")) == (303, True)
    old, new = rules(office)
    assert (old.until, new.since, new.rates) == (office.now(), office.now(), Rates(5, 5, 7))
    twice = client.post(NEW, data=kept, headers=SPOKEN)
    assert twice.status_code == 303, "a second press makes no second rule"
    assert len(rules(office)) == 2
    listed = client.get("/owner/rules?done=kept", headers=EN).text
    assert listed.index("In force now") < listed.index("Күзгі") < listed.index(">Over<")


def test_what_is_wrong_stands_beside_its_field(office: Office, client: FlaskClient) -> None:
    """All at once, and nothing typed is lost."""
    page = client.get(NEW, headers=EN).text
    fields = fields_of(page, "rule-form") | {"name": "X", "act": "try", "since": day(office, 40)}
    for said, field, words in (
        ({"rate_gold": "300"}, "rate_gold", "At most 100 points"),
        ({"rate_bronze": "-1"}, "rate_bronze", "whole number from 0"),
        ({"rate_bronze": "9"}, "rate_bronze", "higher tier cannot earn less"),
        ({"rate_bronze": "0", "rate_silver": "0", "rate_gold": "0"}, "rate_bronze",
         "gives nothing"),
        ({"step": "0,5"}, "step", "from 1 to 10000"),
        ({"minimum": "-5"}, "minimum", "Enter an amount"),
        ({"bonus": "50"}, "bonus", "Rules of this kind have none"),
        ({"kind": "welcome"}, "bonus", "Fill this in"),
        ({"kind": "welcome", "bonus": "100001"}, "bonus", "from 1 to 100000"),
        ({"since": day(office, -1)}, "since", "Not a day that has passed"),
        ({"since": ""}, "since", "Choose a day"),
        ({"until": day(office, 39)}, "until", "before the first"),
        ({"cap_day": "many"}, "cap_day", "whole number from 1"),
        ({"excluded": "a"}, "excluded", "Two letters"),
        ({"excluded": "x" * 41}, "excluded", "At most 40"),
        ({"hh0_from": "15:00", "hh0_percent": "150"}, "hh0", "Tick days"),
        ({"hh1_d1": "1", "hh1_from": "15:00", "hh1_to": "15:00", "hh1_percent": "150"}, "hh1",
         "cannot be the same"),
        ({"hh0_d1": "1", "hh0_from": "15:00", "hh0_to": "17:00", "hh0_percent": "1001"},
         "hh0_percent", "whole number from 0"),
        ({"name": ""}, "name", "Fill this in"),
        ({"kind": "gift"}, "kind", "Choose from the list"),
    ):  # fmt: skip
        answer = client.post(NEW, data=fields | said, headers=SPOKEN)
        assert answer.status_code == 422, said
        assert words in problems_on(answer.text).get(field, ""), (said, problems_on(answer.text))
        kept = fields_of(answer.text, "rule-form")
        assert {name: kept[name] for name in said if name != "kind"} == {
            name: text for name, text in said.items() if name != "kind"
        }
    many = {"rate_gold": "300", "name": "", "cap_day": "x", "hh0_from": "15:00"}
    answer = client.post(NEW, data=fields | many, headers=SPOKEN)
    assert {"rate_gold", "name", "cap_day", "hh0"} <= set(problems_on(answer.text))
    assert len(rules(office)) == 1


def test_a_second_rule_holds_beside_the_first_only_by_its_owners_word(
    office: Office, client: FlaskClient
) -> None:
    """He is told which one, beside the day; at a later time nobody asks."""
    page = client.get(NEW, headers=EN).text
    fields = fields_of(page, "rule-form") | {"name": "Екінші", "act": "try"}
    tried = client.post(NEW, data=fields, headers=SPOKEN)
    assert "At that time this holds, too: «Ұпай»" in tried.text
    keep = fields_of(tried.text, "rule-form") | {"act": "keep"}
    no = client.post(NEW, data=keep, headers=SPOKEN)
    assert "Another rule holds at that time" in problems_on(no.text)["since"]
    yes = client.post(NEW, data=keep | {"together": "1"}, headers=SPOKEN)
    assert yes.status_code == 303
    assert len(rules(office)) == 2
    assert "the best for the member counts" in client.get("/owner/rules", headers=EN).text


def test_a_rule_ends_after_a_day_now_or_before_it_began(
    office: Office, client: FlaskClient
) -> None:
    """Not in the past; what has not begun leaves nothing behind."""
    draft = rule_of(office.partner, since=UnixTime(office.now() + 5 * DAY), name="Алда")
    later = add_rule(office.hub, office.owner, draft)
    page = client.get("/owner/rules", headers=EN).text
    assert page.index("Still to come") < page.index("Алда")
    proof = {"proof": proof_of(page), "partner": str(office.partner)}
    door = f"/owner/rules/{office.rule}/end"
    assert client.post(door, data={"last": day(office, 3)}, headers=OURS).status_code == 403
    wrong = client.post(door, data=proof | {"last": day(office, -1)}, headers=SPOKEN)
    assert (wrong.status_code, f'value="{day(office, -1)}"' in wrong.text) == (422, True)
    done = client.post(door, data=proof | {"last": day(office, 3)}, headers=SPOKEN)
    assert done.headers["Location"].endswith("done=ended")
    until = rules(office)[0].until
    assert until is not None
    assert local_day(UnixTime(until - 1)).isoformat() == day(office, 3)
    assert client.post(door, data=proof, headers=SPOKEN).status_code == 303
    assert rules(office)[0].until == office.now()
    gone = client.post(f"/owner/rules/{later.id}/end", data=proof, headers=SPOKEN)
    assert gone.headers["Location"].endswith("done=away")
    assert [it.id for it in rules(office)] == [office.rule]
    listed = client.get("/owner/rules", headers=EN).text
    assert "No rule is in force now" in listed
    assert client.get(f"{NEW}?instead={office.rule}", headers=EN).status_code == 303
    assert client.get(f"{NEW}?instead=999", headers=EN).status_code == 404
    assert "Ұпай" in client.get("/owner/rules.csv").text


def test_everybody_sees_the_rules_that_are_his(office: Office) -> None:
    """Only owner and operator write; another partner's are neither seen nor ended."""
    for role, partner, shop, sees, edits in (
        (Role.OWNER, office.other, None, False, False),
        (Role.MANAGER, office.partner, office.shop, True, False),
        (Role.AUDITOR, None, None, True, False),
        (Role.CASHIER, office.partner, office.shop, None, False),
        (Role.OPERATOR, None, None, True, True),
    ):
        browser = office.app.test_client()
        sign_in(browser, office.employs(role, partner, shop))
        here = browser.get("/owner/rules", headers=EN)
        assert here.status_code == (403 if sees is None else 200), role
        assert ("bronze — 3\xa0points" in here.text) is bool(sees), role
        named = f"?partner={office.partner}"
        assert browser.get(f"/owner/rules{named}").status_code == (200 if sees else 403)
        assert browser.get(f"/owner/rules.csv{named}").status_code == (200 if sees else 403)
        assert browser.get(f"{NEW}{named}").status_code == (200 if edits else 403)
        proof = {"proof": proof_of(browser.get("/owner/rewards", headers=EN).text)}
        for path in (NEW, f"/owner/rules/{office.rule}/end"):
            sent = proof | {"partner": str(office.partner), "act": "try"}
            answer = browser.post(path, data=sent, headers=OURS)
            assert answer.status_code == (403 if not edits else 422 if path == NEW else 303), role
        if role is Role.OWNER:
            mine = browser.post(f"/owner/rules/{office.rule}/end", data=proof, headers=OURS)
            assert mine.status_code == 404
    assert rules(office)[0].until == office.now(), "the operator, in the end"
