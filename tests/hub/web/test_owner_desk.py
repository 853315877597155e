"""The tills and the review queue on the dashboard: what is shown, what a form does, who may."""

import re

import pytest
from flask.testing import FlaskClient

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page
from hub.core.access.roles import Role, Scope
from hub.core.reviews import QueuedReview, Review, ReviewFilter, ReviewKind, ReviewState
from hub.core.tills import TillState
from tests.hub.web.office import Office
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SPOKEN = OURS | {"Accept-Language": "en"}


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office that has just opened."""
    office = Office(store, bell)
    office.days(1, 2)
    return office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser with its owner signed in."""
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OWNER, office.partner))
    return client


def put_up(office: Office) -> QueuedReview:
    """Put something before a person."""
    why = ({"suspicion": "member_velocity", "verdict": "review",
            "numbers": {"count": 9, "limit": 5}},)  # fmt: skip
    review = Review(ReviewKind.SHORTFALL, "1/1", office.partner, office.shop, None, why)
    with office.store.begin() as work:
        assert work.reviews.open(review, UnixTime(office.clock.time))
        return work.reviews.listed(Page(), (Scope(),), ReviewFilter())[-1]


def test_the_queue_says_why_and_what_each_decision_does(
    office: Office, client: FlaskClient
) -> None:
    """Who rejects says why: without it nothing is decided, and the reason stands in the list."""
    empty = client.get("/owner/reviews", headers=EN).text
    assert "The queue is empty" in empty
    put = put_up(office)
    page = client.get("/owner/reviews", headers=EN).text
    assert "One member claimed too many receipts in a short time: 9, the limit is 5." in page
    door, proof = f"/owner/reviews/{put.id}", proof_of(page)
    no = client.post(door, data={"proof": proof, "decision": "reject"}, headers=SPOKEN)
    assert (no.status_code, "Say why: the history keeps that" in no.text) == (422, True)
    assert (
        client.post(door, data={"decision": "reject", "note": "x"}, headers=OURS).status_code == 403
    )
    said = {"proof": proof, "decision": "reject", "note": "Касса қателесті"}
    assert client.post(door, data=said, headers=OURS).status_code == 303
    with office.store.read() as work:
        found = work.reviews.get(put.id)
    assert found is not None
    assert (found.state, found.note) == (ReviewState.REJECTED, "Касса қателесті")
    assert "Касса қателесті" in client.get("/owner/reviews?state=rejected", headers=EN).text
    assert "Касса қателесті" in client.get("/owner/reviews.csv?state=rejected").text
    again = client.post(door, data=said | {"decision": "approve"}, headers=SPOKEN)
    assert again.status_code == 409
    queue = "/owner/reviews?state=rejected"
    offered = client.get(queue, headers=EN).text
    assert "Take the decision back" in offered
    assert "No points move" in offered
    back = {"proof": proof, "decision": "undo"}
    why_not = client.post(f"{door}?state=rejected", data=back | {"note": " "}, headers=SPOKEN)
    assert (why_not.status_code, "Say why" in why_not.text) == (422, True)
    done = client.post(f"{door}?state=rejected", data=back | {"note": "Қателестім"}, headers=OURS)
    assert done.headers["Location"] == "/owner/reviews?state=undone"
    gone = client.get("/owner/reviews?state=undone", headers=EN).text
    assert "Қателестім" in gone
    assert "Take the decision back" not in gone
    for wrong in ("state=nothing", "after=-1", "after=x"):
        assert client.get(f"/owner/reviews?{wrong}", headers=EN).status_code == 422


def test_tills_are_made_renewed_and_taken_out(office: Office, client: FlaskClient) -> None:
    """The code is shown once; a till that is out stays out; a wrong name loses nothing."""
    page = client.get("/owner/tills", headers=EN).text
    assert page.count("At work") == len(office.rigs)
    proof = proof_of(page)
    new = {"proof": proof, "shop": office.second, "name": "Жаңа касса"}
    made = client.post("/owner/tills", data=new, headers=SPOKEN)
    code = re.search(r'one-code">([A-Z0-9-]+)<', made.text)
    assert made.status_code == 200
    assert code is not None
    page = client.get("/owner/tills", headers=EN).text
    assert code[1] not in page
    assert "Waiting for its code" in page
    with office.store.read() as work:
        till = max(it.till.id for it in work.tills.listed(Page(), (Scope(),)))
    other = client.post(f"/owner/tills/{till}/code", data={"proof": proof}, headers=SPOKEN).text
    assert code[1] not in other
    assert "one-code" in other
    wrong = client.post("/owner/tills", data=new | {"name": "x" * 80}, headers=SPOKEN)
    assert wrong.status_code == 422
    assert "xxxx" in wrong.text
    assert client.post(f"/owner/tills/{office.rig.id}/revoke", headers=OURS).status_code == 403
    gone = client.post(f"/owner/tills/{office.rig.id}/revoke", data={"proof": proof}, headers=OURS)
    assert gone.status_code == 303
    with office.store.read() as work:
        found = work.tills.get(office.rig.id)
    assert found is not None
    assert found.state is TillState.REVOKED
    assert "Жаңа касса" in client.get("/owner/tills.csv").text


def test_nobody_decides_where_he_may_not(office: Office) -> None:
    """An auditor looks only; another partner's owner, and a cashier, do not even see it."""
    put = put_up(office)
    for role, partner, sees, status in (
        (Role.AUDITOR, office.partner, True, 403),
        (Role.OWNER, office.other, False, 403),
        (Role.CASHIER, office.partner, None, 403),
        (Role.MANAGER, office.partner, True, 303),
    ):
        browser = office.app.test_client()
        sign_in(browser, office.employs(role, partner))
        for door, mark in (("reviews", "the limit is 5"), ("tills", "Есік жағы")):
            answer = browser.get(f"/owner/{door}", headers=EN)
            assert answer.status_code == (403 if sees is None else 200)
            assert (mark in answer.text) is bool(sees)
            if sees is not True:
                assert mark not in browser.get(f"/owner/{door}.csv").text
        proof = proof_of(browser.get("/owner/", headers=EN).text)
        said = {"proof": proof, "decision": "approve"}
        answer = browser.post(f"/owner/reviews/{put.id}", data=said, headers=OURS)
        assert answer.status_code == status, role
    [till, *_] = office.rigs
    stranger = office.app.test_client()
    sign_in(stranger, office.employs(Role.OWNER, office.other))
    ours = {"proof": proof_of(stranger.get("/owner/tills", headers=EN).text)}
    for act in ("revoke", "code"):
        answer = stranger.post(f"/owner/tills/{till.id}/{act}", data=ours, headers=OURS)
        assert answer.status_code in (403, 404)
    made = stranger.post("/owner/tills", headers=OURS,
                         data=ours | {"shop": office.shop, "name": "Касса"})  # fmt: skip
    assert made.status_code in (403, 404)
