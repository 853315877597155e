"""The staff on the dashboard: who sees whom, what a form does, and coming in by invitation."""

import html
import re

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Staff, State
from hub.core.access.roles import Grant, Role, Scope
from tests.hub.web.office import PASSWORD, Office
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SENT = OURS | {"Accept-Language": "en"}
NEW = "Наурыз-көже 2027"


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office."""
    return Office(store, bell)


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser with the owner signed in."""
    browser = office.app.test_client()
    sign_in(browser, office.employs(Role.OWNER, office.partner, login="owner"))
    return browser


def person(office: Office, login: str) -> Staff:
    """Return somebody by login."""
    with office.store.read() as work:
        found = work.staff.of_login(login)
    assert found is not None
    return found


def code_in(page: str) -> str:
    """Return the invitation's code that a page shows."""
    found = re.search(r'one-code">([0-9A-Z-]{19})<', page)
    assert found is not None, page
    return found[1]


def test_an_owner_invites_and_the_invited_comes_in(office: Office, client: FlaskClient) -> None:
    """The code is shown once; the person chooses a password and learns the login; twice is no."""
    proof = proof_of(client.get("/owner/staff", headers=EN).text)
    said = {"proof": proof, "name": "Нұрлан Сейіт", "login": "Nurlan@tatti.kz",
            "role": "manager", "place": f"{office.partner}/{office.shop}"}  # fmt: skip
    made = client.post("/owner/staff", data=said, headers=SENT)
    code = code_in(made.text)
    assert f"http://localhost/owner/invitation#{code}" in html.unescape(made.text)
    listed = client.get("/owner/staff", headers=EN).text
    assert "Invitation not accepted yet" in listed
    assert code not in listed
    again = client.post("/owner/staff", data=said, headers=SENT)
    assert (again.status_code, "This login is taken." in again.text) == (422, True)

    browser = office.app.test_client()
    asked = browser.post("/owner/invitation", data={"code": code.lower()}, headers=SENT)
    assert "Your login is nurlan@tatti.kz" in asked.text
    for password, repeated, words in (
        ("короткий", "короткий", "Too weak"),
        (NEW, NEW + "!", "The two differ."),
    ):
        typed = {"code": code, "password": password, "again": repeated}
        wrong = browser.post("/owner/invitation", data=typed, headers=SENT)
        assert (wrong.status_code, words in wrong.text) == (422, True)
        assert password not in wrong.text
    whole = {"code": code, "password": NEW, "again": NEW}
    done = browser.post("/owner/invitation", data=whole, headers=SENT)
    assert done.headers["Location"] == "/owner/account?done=welcome"
    assert "Your password is set" in browser.get("/owner/account?done=welcome", headers=EN).text
    late = browser.post("/owner/invitation", data=whole, headers=SENT)
    assert "used or replaced" in late.text
    found = person(office, "nurlan@tatti.kz")
    assert found.grants == (Grant(Role.MANAGER, Scope(office.partner, office.shop)),)
    assert found.has_password


def test_an_invitation_that_is_none_is_told_apart(office: Office, client: FlaskClient) -> None:
    """Mistyped, run out, replaced by another: each its own words; a stranger's form is refused."""
    browser = office.app.test_client()
    for code in ("AAAA-AAAA-AAAA-AAAA", "short", ""):
        answer = browser.post("/owner/invitation", data={"code": code}, headers=SENT)
        assert answer.status_code == 422
    assert (
        "There is no such invitation"
        in browser.post("/owner/invitation", data={"code": "0" * 16}, headers=SENT).text
    )
    evil = {"Origin": "https://evil.example"}
    assert browser.post("/owner/invitation", data={}, headers=evil).status_code == 403
    manager = person(office, office.employs(Role.MANAGER, office.partner))
    proof = proof_of(client.get("/owner/staff", headers=EN).text)
    door = f"/owner/staff/{manager.id}/invite"
    first, second = (
        code_in(client.post(door, data={"proof": proof}, headers=SENT).text) for _ in range(2)
    )
    assert "used or replaced" in browser.post(
        "/owner/invitation", data={"code": first}, headers=SENT
    ).text  # fmt: skip
    office.clock.time += 8 * 24 * 3600
    assert "has run out" in browser.post(
        "/owner/invitation", data={"code": second}, headers=SENT
    ).text  # fmt: skip


def test_roles_are_given_and_taken(office: Office, client: FlaskClient) -> None:
    """What one may give is offered, and only that; a person without any leaves the list."""
    manager = person(office, office.employs(Role.MANAGER, office.partner))
    page = client.get(f"/owner/staff/{manager.id}", headers=EN).text
    proof = proof_of(page)
    assert 'value="operator"' not in page
    assert f'value="{office.other}"' not in page
    door = f"/owner/staff/{manager.id}"
    place = {"proof": proof, "place": str(office.partner)}
    for role, where, status in (
        ("auditor", str(office.partner), 303),
        ("operator", "", 422),
        ("owner", str(office.other), 422),
        ("manager", f"{office.partner}/{office.shop + 900}", 422),
        ("manager", "nowhere", 422),
    ):
        said = {"proof": proof, "role": role, "place": where}
        assert client.post(f"{door}/roles", data=said, headers=SENT).status_code == status, role
    taken = client.post(f"{door}/roles/withdraw", data=place | {"role": "auditor"}, headers=SENT)
    assert taken.headers["Location"] == f"{door}?done=taken"
    gone = client.post(f"{door}/roles/withdraw", data=place | {"role": "manager"}, headers=SENT)
    assert gone.headers["Location"] == "/owner/staff?done=taken"
    assert person(office, manager.login).grants == ()
    own = person(office, "owner")
    kept = client.post(f"/owner/staff/{own.id}/roles/withdraw",
                       data=place | {"role": "owner"}, headers=SENT)  # fmt: skip
    assert kept.status_code == 422
    assert person(office, "owner").grants != ()


def test_who_is_locked_out_is_out_at_once(office: Office, client: FlaskClient) -> None:
    """His session ends; he can be let in again; nobody locks himself out."""
    login = office.employs(Role.MANAGER, office.partner)
    manager = person(office, login)
    browser = office.app.test_client()
    sign_in(browser, login)
    assert browser.get("/owner/", headers=PAGE).status_code == 200
    page = client.get(f"/owner/staff/{manager.id}", headers=EN).text
    proof, door = proof_of(page), f"/owner/staff/{manager.id}"
    assert client.post(f"{door}/state", data={"state": "suspended"}).status_code == 403
    said = {"proof": proof, "state": "suspended"}
    assert client.post(f"{door}/state", data=said, headers=SENT).status_code == 303
    assert browser.get("/owner/", headers=PAGE).status_code == 303
    assert person(office, login).state is State.SUSPENDED
    found = client.get("/owner/staff?state=suspended", headers=EN).text
    assert manager.login in found
    assert "owner</p>" not in found
    client.post(f"{door}/state", data=said | {"state": "active"}, headers=SENT)
    assert sign_in(browser, login).status_code == 303
    own = person(office, "owner")
    assert client.post(f"/owner/staff/{own.id}/state", data=said, headers=SENT).status_code == 422
    renamed = {"proof": proof, "name": "  Нұрлан   Сейіт "}
    assert client.post(f"{door}/name", data=renamed, headers=SENT).status_code == 303
    assert person(office, login).name == "Нұрлан Сейіт"
    wrong = client.post(f"{door}/name", data=renamed | {"name": "x" * 101}, headers=SENT)
    assert (wrong.status_code, "x" * 101 in wrong.text) == (422, True)


def test_nobody_sees_or_touches_staff_of_another(office: Office, client: FlaskClient) -> None:
    """Two owners of two partners; a manager looks only; a cashier does not even look."""
    theirs = person(office, office.employs(Role.MANAGER, office.other, login="theirs"))
    proof = proof_of(client.get("/owner/staff", headers=EN).text)
    assert "Nobody fits" in client.get("/owner/staff?q=theirs", headers=EN).text
    assert "theirs" not in client.get("/owner/staff.csv").text
    assert "owner" in client.get("/owner/staff.csv?role=owner").text
    assert client.get(f"/owner/staff/{theirs.id}", headers=EN).status_code in (403, 404)
    for act, said in (("state", {"state": "suspended"}), ("invite", {}), ("name", {"name": "X"}),
                      ("roles", {"role": "auditor", "place": str(office.partner)})):  # fmt: skip
        answer = client.post(f"/owner/staff/{theirs.id}/{act}",
                             data={"proof": proof, **said}, headers=SENT)  # fmt: skip
        assert answer.status_code in (403, 404, 422), act
        assert "one-code" not in answer.text
    kept = person(office, "theirs")
    assert (kept.state, kept.name, len(kept.grants)) == (State.ACTIVE, theirs.name, 1)
    manager = office.app.test_client()
    sign_in(manager, office.employs(Role.MANAGER, office.partner))
    page = manager.get("/owner/staff", headers=EN)
    assert (page.status_code, 'id="add"' in page.text) == (200, False)
    cashier = office.app.test_client()
    sign_in(cashier, office.employs(Role.CASHIER, office.partner))
    assert cashier.get("/owner/staff", headers=EN).status_code == 403


def test_a_wrong_login_keeps_what_was_typed(office: Office, client: FlaskClient) -> None:
    """Each problem beside its field; a filter that there is not is refused."""
    proof = proof_of(client.get("/owner/staff", headers=EN).text)
    said = {"proof": proof, "name": "Айша <b>", "login": "а", "role": "manager",
            "place": str(office.partner)}  # fmt: skip
    wrong = client.post("/owner/staff", data=said, headers=SENT)
    assert wrong.status_code == 422
    assert "That is no login" in wrong.text
    assert "Айша &lt;b&gt;" in wrong.text
    for odd in ("role=king", "state=asleep", "after=-1", "after=x"):
        assert client.get(f"/owner/staff?{odd}", headers=EN).status_code == 422
    assert PASSWORD not in client.get("/owner/staff", headers=EN).text
