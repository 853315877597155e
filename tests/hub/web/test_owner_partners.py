"""Partners, the programme and its policy on the dashboard: what is shown, to whom; forms."""

import re

import pytest
from flask.testing import FlaskClient

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import PartnerState
from hub.core.access.roles import Role
from hub.core.insights.periods import day_of
from hub.core.ports.statements import Netted
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Tier
from hub.usecases.health import WORKER
from hub.usecases.morning import BACKUP
from tests.hub.web.office import PASSWORD, Office
from tests.hub.web.reward_forms import EN, SPOKEN, fields_of, problems_on
from tests.hub.web.test_owner import OURS, PAGE, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = "Келісім бойынша"


class Coalition(Office):
    """Three partners who took each other's points."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell) -> None:
        super().__init__(store, bell)
        now = UnixTime(self.clock.time)
        with self.store.begin() as work:
            self.third = work.partners.add("Самса", None, PartnerState.ACTIVE, now)
            self.new = work.partners.add("Жаңа наубайхана", None, PartnerState.PENDING, now)
            today = day_of(now)
            work.statements.add_clearing([
                Netted(today, self.partner, self.other, 900),
                Netted(today, self.other, self.partner, 200),
                Netted(today, self.third, self.other, 4_321),
                Netted(today - 400, self.partner, self.third, 77),
            ])  # fmt: skip

    def seat(self, role: Role, *, partner: bool = True) -> FlaskClient:
        """Return a browser with somebody signed in."""
        client = self.app.test_client()
        sign_in(client, self.employs(role, self.partner if partner else None))
        return client


@pytest.fixture
def world(store: DatabaseStore, bell: MemoryBell) -> Coalition:
    """Return a coalition."""
    return Coalition(store, bell)


def test_an_owner_sees_his_own_pairs_only(world: Coalition) -> None:
    """What others turn over, owe, and are called is none of his: on no page, in no table."""
    client = world.seat(Role.OWNER)
    first = client.get("/owner/partners", headers=EN)
    assert first.headers["Location"] == f"/owner/partners/{world.partner}"
    own = client.get(f"/owner/partners/{world.partner}", headers=EN).text
    assert "Тәтті" in own
    assert re.search(r"You owe</dt><dd>700</dd><dt>You are owed</dt><dd>0<", own)
    assert "700\u00a0₸" in own
    tables = "".join(
        client.get(f"/owner/{it}").text
        for it in ("partners.csv", "partners/debts.csv", f"partners/{world.partner}/tiers.csv")
    )
    assert "700" in tables
    for text in (own, tables):
        assert "Самса" not in text
        assert "4321" not in text.replace("\u00a0", "")
        assert "Жаңа наубайхана" not in text
    for foreign in (world.other, world.third):
        for door in (f"/owner/partners/{foreign}", f"/owner/partners/{foreign}/tiers.csv",
                     f"/owner/partners/debts.csv?partner={foreign}"):  # fmt: skip
            assert client.get(door, headers=EN).status_code == 403, door
    for door in ("/owner/programme", "/owner/programme.csv", "/owner/policy", "/owner/policy.csv"):
        assert client.get(door, headers=EN).status_code == 403, door
    for door in ("partners/invitation", f"partners/{world.partner}/state", "policy",
                 f"partners/{world.partner}/tier"):  # fmt: skip
        assert client.post(f"/owner/{door}", headers=OURS).status_code == 403, door
    proof = proof_of(client.get("/owner/account", headers=EN).text)
    said = {"proof": proof, "state": "suspended", "reason": WHY}
    state = client.post(f"/owner/partners/{world.partner}/state", data=said, headers=OURS)
    assert state.status_code == 403
    manager = world.seat(Role.MANAGER)
    assert manager.get("/owner/partners", headers=EN).status_code == 403


def test_the_operator_sees_all_and_decides(world: Coalition) -> None:
    """Each pair is netted; letting in, suspending and a tier need a reason, which stays typed."""
    client = world.seat(Role.OPERATOR, partner=False)
    page = client.get("/owner/partners", headers=EN).text
    for name in ("Самса", "Тәтті", "Жаңа наубайхана", "4\u00a0321\u00a0₸"):
        assert name in page
    assert "77\u00a0₸" not in page
    old = client.get("/owner/partners?since=2020-01-01&until=2022-01-01", headers=EN).text
    assert "Nobody owes anybody for these days" in old
    assert client.get("/owner/partners?since=2026-02-01&until=2026-01-01").status_code == 422
    rows = client.get("/owner/partners/debts.csv").text.splitlines()
    assert rows[1] == f"{world.partner},Бауырсақ,{world.other},Тәтті,700,70000"
    door, proof = f"/owner/partners/{world.new}", proof_of(page)
    short = client.post(f"{door}/state", headers=SPOKEN,
                        data={"proof": proof, "state": "active", "reason": "жоқ"})  # fmt: skip
    assert (short.status_code, 'value="жоқ"' in short.text) == (422, True)
    assert client.post(f"{door}/state", headers=OURS,
                       data={"state": "active", "reason": WHY}).status_code == 403  # fmt: skip
    done = client.post(f"{door}/state", headers=OURS,
                       data={"proof": proof, "state": "active", "reason": WHY})  # fmt: skip
    assert "The partner takes part." in client.get(done.headers["Location"], headers=EN).text
    said = {"proof": proof, "tier": "gold", "until": "2020-01-01", "reason": WHY}
    past = client.post(f"{door}/tier", data=said, headers=SPOKEN)
    assert (past.status_code, "until" in problems_on(past.text)) == (422, True)
    until = "2027-01-31"
    given = client.post(f"{door}/tier", data=said | {"until": until}, headers=OURS)
    told = client.get(given.headers["Location"], headers=EN).text
    assert "Given by the operator: gold" in told
    assert "1\u00a0%" in told, "commission goes by the tier"
    assert "given" in client.get(f"{door}/tiers.csv").text
    with world.store.read() as work:
        partner, standing = work.partners.get(world.new), work.tiers.get(TierOf.PARTNER, world.new)
    assert partner is not None
    assert standing is not None
    assert (partner.state, standing.tier) == (PartnerState.ACTIVE, Tier.GOLD)
    assert WHY in client.get("/owner/audit.csv").text


def test_who_is_invited_registers_on_a_page(world: Coalition) -> None:
    """The code is shown once and good once; what is wrong stands beside its field."""
    client = world.seat(Role.OPERATOR, partner=False)
    proof = proof_of(client.get("/owner/partners", headers=EN).text)
    shown = client.post("/owner/partners/invitation", data={"proof": proof}, headers=SPOKEN)
    code = re.search(r'one-code">([A-Z0-9-]+)<', shown.text)
    assert code is not None
    assert "http://localhost/owner/join" in shown.text
    assert code[1] not in client.get("/owner/partners", headers=EN).text
    guest = world.app.test_client()
    said = {"code": code[1], "name": "Балқаймақ", "login": "aliya@balqaimaq.kz",
            "password": PASSWORD, "again": PASSWORD}  # fmt: skip
    for name, text in (("code", "AAAA-BBBB"), ("login", "ә"), ("password", "1"), ("again", "x")):
        wrong = guest.post("/owner/join", data=said | {name: text}, headers=SPOKEN)
        assert wrong.status_code == 422
        assert problems_on(wrong.text), name
        assert "Балқаймақ" in wrong.text
    came = guest.post("/owner/join", data=said, headers=OURS)
    assert came.status_code == 303
    assert "Балқаймақ" in guest.get(came.headers["Location"], headers=EN).text
    twice = world.app.test_client().post(
        "/owner/join", data=said | {"login": "other@x.kz"}, headers=SPOKEN
    )
    assert "code" in problems_on(twice.text)


def test_the_policy_is_changed_with_a_reason(world: Coalition) -> None:
    """In the units of people; what is left alone stays to the digit; nonsense changes nothing."""
    client = world.seat(Role.OPERATOR, partner=False)
    with world.store.begin() as work:
        before = work.policy
    page = client.get("/owner/policy", headers=EN).text
    fields = fields_of(page, "policy")
    assert (fields["claim_window"], fields["commission_bronze"]) == ("72", "3")
    fields["reason"] = WHY
    wrong = {"claim_window": "жеті", "voucher_life": "-1", "share_rate": "0,0000000001"}
    no = client.post("/owner/policy", data=fields | wrong, headers=SPOKEN)
    assert (no.status_code, set(problems_on(no.text))) == (422, set(wrong))
    assert "жеті" in no.text
    upside = client.post("/owner/policy", data=fields | {"commission_gold": "9"}, headers=SPOKEN)
    assert (upside.status_code, "must not pay a higher" in upside.text) == (422, True)
    without = client.post("/owner/policy", data=fields | {"reason": ""}, headers=SPOKEN)
    assert set(problems_on(without.text)) == {"reason"}
    same = client.post("/owner/policy", data=fields, headers=OURS)
    assert same.headers["Location"].endswith("?done=same")
    good = fields | {"claim_window": "48", "commission_gold": "0,5", "may_go_negative": "1"}
    assert (
        client.post("/owner/policy", data=good, headers=OURS)
        .headers["Location"]
        .endswith("?done=changed")
    )
    with world.store.begin() as work:
        after = work.policy_anew()
    changed = {name for name, it in after.to_json().items() if it != before.to_json()[name]}
    assert changed == {"claim_window", "commission_gold", "may_go_negative"}
    assert (after.claim_window, after.commission_gold) == (48 * 3600, 50)
    assert "claim_window,172800,259200" in client.get("/owner/policy.csv").text
    assert WHY in client.get("/owner/audit.csv").text


def test_the_morning_page_says_what_to_look_at(world: Coalition) -> None:
    """A silent worker and a missed copy are said, each with what to do; well is said, too."""
    client = world.seat(Role.OPERATOR, partner=False)
    page = client.get("/owner/programme", headers=EN).text
    assert "Silent: expiry" in page
    assert "Never made" in page
    assert "All is well" not in page
    now = UnixTime(world.clock.time)
    world.count()
    with world.store.begin() as work:
        work.jobs.beat(WORKER, now, {})
        work.jobs.beat(BACKUP, UnixTime(now - 3600), {})
    page = client.get("/owner/programme", headers=EN).text
    assert "At work" in page
    assert "Never made" not in page
    with world.store.begin() as work:
        work.jobs.beat(BACKUP, UnixTime(now - 3 * 86_400), {})
    assert "More than a day old" in client.get("/owner/programme", headers=EN).text
    assert client.get("/owner/programme.csv", headers=PAGE).text[1:].startswith("kind,subject")
    auditor = world.seat(Role.AUDITOR, partner=False)
    assert auditor.get("/owner/programme", headers=EN).status_code == 403
