"""Webhooks and imports on the dashboard: what is shown once, what is checked first, who may."""

import io
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.core.old_members import LARGEST_FILE
from hub.core.webhooks import DeliveryState, Webhook
from hub.usecases.deliver_webhooks import plan_deliveries
from hub.usecases.webhooks import Wish, add_webhook
from tests.hub.web.office import Office
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EN = PAGE | {"Accept-Language": "en"}
SENT = OURS | {"Accept-Language": "en"}
URL = "https://crm.tatti.kz/baursak"
CARDS = "phone;points;expires\n8 701 123 45 67;1200;\n+77757654321;350;2099-12-31\n"
EXPORT = (
    "РНМ;ФП;Сумма;Дата и время;Операция\n"
    "010101234567;1234567890;2840,00;25.09.2026 12:26:00;Продажа\n"
    "010101234567;1234567891;650,50;25.09.2026 12:31:10;Возврат\n"
)


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> Office:
    """Return an office."""
    return Office(store, bell)


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """Return a browser with the owner signed in."""
    browser = office.app.test_client()
    sign_in(browser, office.employs(Role.OWNER, office.partner))
    return browser


def hooks(office: Office) -> list[Webhook]:
    """Return the partner's webhooks as they are stored."""
    with office.store.read() as work:
        return work.webhooks.of_partner(office.partner)


def secret_in(page: TestResponse) -> str:
    """Return the secret that a page shows."""
    found = re.search(r'value="(whs_[A-Za-z0-9_-]+)"', page.text)
    assert found is not None
    return found[1]


def test_a_webhook_from_the_first_to_the_last(office: Office, client: FlaskClient) -> None:
    """Its secret is shown once; kinds come back as they were chosen; then it is gone."""
    proof = proof_of(client.get("/owner/webhooks", headers=EN).text)
    new = {"proof": proof, "partner": str(office.partner), "url": URL, "kind:voucher.*": "1",
           "own": "claim.made"}  # fmt: skip
    made = client.post("/owner/webhooks", data=new, headers=SENT)
    secret, [hook] = secret_in(made), hooks(office)
    assert (hook.url, hook.kinds, hook.active) == (URL, ("claim.made", "voucher.*"), True)
    door = f"/owner/webhooks/{hook.id}"
    page = client.get(door, headers=EN).text
    assert secret not in page
    assert 'name="kind:voucher.*" value="1" checked' in page
    assert 'value="claim.made"' in page
    assert secret_in(client.post(f"{door}/secret", data={"proof": proof}, headers=SENT)) != secret
    client.post(door, data=new | {"kind:*": "1"}, headers=SENT)
    assert hooks(office)[0] == replace(
        hook, salt=hooks(office)[0].salt, active=False, kinds=("*", "claim.made", "voucher.*")
    )
    client.post(f"{door}/remove", data={"proof": proof}, headers=SENT)
    assert hooks(office) == []
    assert client.get(door, headers=EN).status_code == 404


def test_what_is_no_webhook_loses_nothing(office: Office, client: FlaskClient) -> None:
    """Each problem beside its field; the eleventh is one too many."""
    proof = proof_of(client.get("/owner/webhooks", headers=EN).text)
    sent = {"proof": proof, "partner": str(office.partner), "url": URL, "kind:sale.*": "1"}
    for change, words in (
        ({"url": "http://crm.tatti.kz"}, "This address will not do"),
        ({"url": "https://u:p@crm.tatti.kz"}, "This address will not do"),
        ({"url": "https://" + "x" * 500}, "Too long"),
        ({"kind:sale.*": ""}, "Choose at least one"),
        ({"own": "Not.A-Kind"}, "Choose at least one"),
    ):
        wrong = client.post("/owner/webhooks", data=sent | change, headers=SENT)
        assert (wrong.status_code, words in wrong.text) == (422, True), change
        assert f'value="{(sent | change)["url"]}"' in wrong.text
    for number in range(10):
        add_webhook(office.hub, office.owner, office.partner, Wish(f"{URL}/{number}", ("*",)))
    many = client.post("/owner/webhooks", data=sent, headers=SENT)
    assert (many.status_code, "at most 10 webhooks" in many.text) == (422, True)


def test_deliveries_say_what_came_of_them(office: Office, client: FlaskClient) -> None:
    """In words, with what happened; one is sent again; what the feed forgot is not."""
    made = add_webhook(office.hub, office.owner, office.partner, Wish(URL, ("claim.*",)))
    with office.store.begin() as work:
        for _ in range(3):
            work.feed.publish("claim.made", {}, partner=office.partner)
    plan_deliveries(office.hub)
    door, now = f"/owner/webhooks/{made.webhook.id}", UnixTime(office.clock.time)
    with office.store.begin() as work:
        third, second, first = work.webhooks.deliveries(made.webhook.id, 0, 10)
        work.webhooks.note(first, DeliveryState.DONE, now, "taken")
        work.webhooks.note(second, DeliveryState.WAITING, now, "answered 503")
        work.webhooks.note(third, DeliveryState.GIVEN_UP, now, "no connection: ConnectError")
    page = client.get(door, headers=EN).text
    for words in ("<code>claim.made</code>", ">taken<", "answered 503; waits, next",
                  "no connection; given up"):  # fmt: skip
        assert words in page, words
    proof = proof_of(page)
    again = client.post(f"{door}/again/{third.position}", data={"proof": proof}, headers=SENT)
    assert again.headers["Location"] == f"{door}?done=again"
    with office.store.read() as work:
        assert work.webhooks.deliveries(made.webhook.id, 0, 1)[0].state is DeliveryState.WAITING
    gone = client.post(f"{door}/again/999", data={"proof": proof}, headers=SENT)
    assert (gone.status_code, "no longer kept" in gone.text) == (422, True)
    assert "answered 503" in client.get(f"{door}.csv").text
    assert client.get(f"{door}?before=x", headers=EN).status_code == 422


def sends(
    client: FlaskClient, office: Office, kind: str, content: str | bytes, **more: str
) -> TestResponse:
    """Send a file as the page's form does."""
    raw = content.encode() if isinstance(content, str) else content
    place = {"partner": str(office.partner)} if kind == "cards" else {"shop": str(office.shop)}
    said = {"proof": proof_of(client.get("/owner/imports", headers=EN).text), **place, **more}
    file = FileStorage(io.BytesIO(raw), "file.csv", "file", "text/csv")
    # In memory: the client's own file for long bodies is closed by nobody.
    body, _, boundary = stream_encode_multipart({**said, "file": file}, use_tempfile=False)
    return client.post(
        f"/owner/imports/{kind}", data=body.read(), headers=SENT,
        content_type=f"multipart/form-data; boundary={boundary}",
    )  # fmt: skip


def checked(page: TestResponse) -> str:
    """Return what the page knows a checked file by."""
    found = re.search(r'name="checked" value="([0-9a-f]{64})"', page.text)
    assert found is not None, page.text
    return found[1]


@pytest.mark.parametrize(("kind", "content"), [("cards", CARDS), ("export", EXPORT)])
def test_a_file_is_checked_then_taken_once(
    office: Office, client: FlaskClient, kind: str, content: str
) -> None:
    """The check changes nothing; another file is not the one that was checked; twice is once."""
    check = sends(client, office, kind, content)
    assert "Nothing is wrong." in check.text
    digest = checked(check)
    other = sends(client, office, kind, content.rstrip("\n"), checked=digest)
    assert "This is another file. Check it first." in other.text
    done = sends(client, office, kind, content, checked=digest)
    assert "The file is imported" in done.text
    assert 'name="checked"' not in done.text
    assert "was imported before" not in done.text
    again = sends(client, office, kind, content, checked=digest)
    assert "This file was imported before" in again.text


def test_a_file_checked_for_one_shop_is_not_checked_for_another(
    office: Office, client: FlaskClient
) -> None:
    """Nothing of it is imported there."""
    digest = checked(sends(client, office, "export", EXPORT))
    other = sends(client, office, "export", EXPORT, checked=digest, shop=str(office.second))
    assert "This is another file. Check it first." in other.text
    assert "The file is imported" not in other.text


def test_the_sample_files_are_good(office: Office, client: FlaskClient) -> None:
    """What is downloaded can be imported as it is."""
    for kind in ("cards", "export"):
        sample = client.get(f"/owner/imports/{kind}-sample.csv")
        check = sends(client, office, kind, sample.data)
        assert "Nothing is wrong." in check.text, kind


def test_wrong_files_say_which_line(office: Office, client: FlaskClient) -> None:
    """Line by line; a file that is no table, none at all, or too large a one says so."""
    wrong = CARDS + "not a phone;1;\n87011234567;5;\n87020000000;many;\n87030000000;5;2001-01-01\n"
    page = sends(client, office, "cards", wrong)
    rows = re.findall(r"<tr><td>(\d+)</td><td>([^<]+)</td>", page.text)
    assert rows == [
        ("4", "not a phone number"), ("5", "the line is there twice"),
        ("6", "points: a whole number up to 1,000,000"),
        ("7", "the expiry is wrong or past (written 2027-12-31)"),
    ]  # fmt: skip
    assert 'name="checked"' not in page.text
    page = sends(client, office, "export", EXPORT + "x;1;1;1;Продажа\n")
    assert "<td>4</td><td>the register&#39;s number is wrong</td>" in page.text
    for kind, content, words in (
        ("cards", "a,b,c\n", "Its first line names the columns: phone, points"),
        ("cards", b"\xff\xfe\x00", "cannot be read"),
        ("export", "a;b\n", "Its first line names the columns: register"),
        ("cards", "", "Choose a file."),
    ):
        page = sends(client, office, kind, content)
        assert (page.status_code, words in page.text) == (422, True), words
    page = sends(client, office, "cards", b"x" * (LARGEST_FILE + 1))
    assert "too large: at most 8 MB" in page.text
    page = sends(client, office, "cards", b"x" * (LARGEST_FILE + 2 * 65_536))
    assert (page.status_code, "too large: at most 8 MB" in page.text) == (413, True)


def test_only_owners_tell_systems_and_take_files(office: Office, client: FlaskClient) -> None:
    """Not of another partner, not a manager; an auditor looks at webhooks and no more."""
    made = add_webhook(office.hub, office.owner, office.partner, Wish(URL, ("*",)))
    door = f"/owner/webhooks/{made.webhook.id}"
    assert URL in client.get("/owner/webhooks", headers=EN).text
    stranger, manager, auditor = (office.app.test_client() for _ in range(3))
    sign_in(stranger, office.employs(Role.OWNER, office.other))
    sign_in(manager, office.employs(Role.MANAGER, office.partner))
    sign_in(auditor, office.employs(Role.AUDITOR, office.partner))
    asked = f"/owner/webhooks?partner={office.partner}"
    for who, sees in ((stranger, (404, 403)), (manager, (403, 403)), (auditor, (200, 200))):
        answers = who.get(door, headers=EN), who.get(asked, headers=EN)
        assert tuple(it.status_code for it in answers) == sees
        proof = proof_of(who.get("/owner/account", headers=EN).text)
        for act in ("", "/secret", "/remove", "/again/1"):
            sent = {"proof": proof, "url": URL, "kind:*": "1"}
            answer = who.post(f"{door}{act}", data=sent, headers=SENT)
            assert answer.status_code in (403, 404), act
    assert len(hooks(office)) == 1
    for who in (manager, auditor):
        assert who.get("/owner/imports", headers=EN).status_code == 403
    for kind, place in (("cards", {"partner": str(office.partner)}),
                        ("export", {"shop": str(office.shop)})):  # fmt: skip
        data = {"proof": proof_of(stranger.get("/owner/imports", headers=EN).text), **place,
                "file": (io.BytesIO(CARDS.encode()), "file.csv")}  # fmt: skip
        answer = stranger.post(f"/owner/imports/{kind}", data=data, headers=SENT)
        assert (answer.status_code, "Nothing is wrong." in answer.text) == (422, False)
