"""A hub as a process of its own, and the members and the till that ask it over HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from contracts.wire import base64url, claim
from contracts.wire.bodies import AccrualBody, EvidenceKind, Fiscal
from contracts.wire.event import Event
from contracts.wire.identity import fiscal_identity
from contracts.wire.keys import KeyKind
from contracts.wire.messages import write_message
from contracts.wire.redeeming import REDEMPTIONS_PATH, RedemptionRequest
from contracts.wire.request_signature import RequestSignature, text_to_sign
from contracts.wire.sync import CONTENT_TYPE, SYNC_PATH
from contracts.wire.units import KeyId, Tiyn, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.sessions import MEMBER
from hub.core.earning_rules import EarningRule, Rates, RuleKind
from hub.core.ids import MemberId, RuleId
from hub.usecases.sessions import open_session
from tests.hub.hubs import HOST, SECRET
from tests.hub.reward_world import ANYWHERE, RewardWorld

REGISTER: Final = "010100112233"
STARTING_POINTS: Final = 1_000_000
READY_S: Final = 120.0
_DAY: Final = 24 * 3600


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Citizen:
    """A member, and what shows that it is him."""

    id: MemberId
    access: str = field(repr=False)


class HttpTown(RewardWorld):
    """A partner that gives 3 %, a reward, a till with a key of its own, and members with points."""

    def __init__(self, store: DatabaseStore, members: int, points: int = STARTING_POINTS) -> None:
        super().__init__(store)
        self.clock.time = int(time.time())
        since = UnixTime(self.clock.time - _DAY)
        rule = EarningRule(
            RuleId(0), self.partner, RuleKind.RATE, "3 %", since, rates=Rates(3, 3, 3)
        )
        with store.begin() as work:
            work.rules.add(rule, since, None)
        self.key = Ed25519PrivateKey.generate()
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.rig = self.till(key=public)
        with store.begin() as work:
            work.tills.set_registers(self.rig.id, (REGISTER,))
        self.reward = self.offered(ANYWHERE).id
        self.citizens = [self._citizen(store, points) for _ in range(members)]
        self._signs = count(1)

    def _citizen(self, store: DatabaseStore, points: int) -> Citizen:
        member = self.member(points)
        with store.begin() as work:
            return Citizen(member, open_session(work, self.hub, MEMBER, member).access)

    def sell(self, how_many: int) -> list[Event]:
        """Put new sales of 1,000 ₸ into the till's chain."""
        now = int(time.time())
        return self.rig.append(*(self._sale() for _ in range(how_many)), at=now)

    def code_of(self, sale: Event) -> str:
        """Return the claim code of a sale's slip."""
        said = claim.claim_of(sale)
        return claim.seal(said, self.hub.keyring.key(KeyKind.CLAIM, said.till, said.key_id))

    def _sale(self) -> AccrualBody:
        sign = f"{next(self._signs):012}"
        return AccrualBody(
            total=Tiyn(1_000_00),
            currency="KZT",
            receipt=fiscal_identity(REGISTER, sign),
            number=sign,
            printed_at=None,
            evidence=EvidenceKind.FISCAL_QR,
            fiscal=Fiscal("kofd", sign, REGISTER),
            items=(),
            items_count=0,
            cashier=None,
            claim_key=KeyId(0),
        )

    def signed(self, path: str, body: bytes) -> dict[str, str]:
        """Return the headers of a request of the till."""
        now = UnixTime(int(time.time()))
        signature = self.key.sign(text_to_sign("POST", path, now, body))
        enrolled = self.rig.enrolled
        return RequestSignature(enrolled.till, enrolled.enrolment, now, signature).headers()


class Line:
    """One client's connection to the hub."""

    def __init__(self, town: HttpTown, url: str) -> None:
        self._town = town
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False, limits=limits)

    def claim(self, citizen: Citizen, code: str) -> httpx.Response:
        """Claim a slip."""
        return self._post(citizen, "/api/v1/claims", {"code": code})

    def buy(self, citizen: Citizen, request: str) -> httpx.Response:
        """Buy a voucher."""
        path = f"/api/v1/rewards/{self._town.reward}/claim"
        return self._post(citizen, path, {"request": request})

    def redeem(self, number: int, code: str) -> httpx.Response:
        """Show a voucher at the till; *number* makes the till's own id of this act."""
        asked = RedemptionRequest(number.to_bytes(16, "big"), code, None, None, None)
        return self._signed(REDEMPTIONS_PATH, write_message(asked), "application/json")

    def sync(self, body: bytes) -> httpx.Response:
        """Hand in a batch of the till."""
        return self._signed(SYNC_PATH, body, CONTENT_TYPE)

    def _post(self, citizen: Citizen, path: str, body: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {citizen.access}"}
        return self.http.post(path, json=body, headers=headers)

    def _signed(self, path: str, body: bytes, kind: str) -> httpx.Response:
        headers = {**self._town.signed(path, body), "Content-Type": kind}
        return self.http.post(path, content=body, headers=headers)


@contextmanager
def serving(url: str, folder: Path, **more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the database at *url* as an operator would; give the address and the process."""
    port = free_port()
    secret = base64url.encode(SECRET)
    environment = {
        **{name: it for name, it in os.environ.items() if not name.lower().endswith("_proxy")},
        "DATABASE_URL": url,
        "HUB_HOST": HOST,
        "HUB_LISTEN": f"127.0.0.1:{port}",
        "HUB_MASTER_SECRET": secret,
        "JWT_SECRET": secret,
        "HUB_RATE_FACTOR": "1000000",
        "HUB_LOG_LEVEL": "warning",
        **more,
    }
    log = (folder / "serve.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "installers", "hub", "serve"],
        env=environment, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(address, process, folder)
        yield address, process
    finally:
        _end(process)
        log.close()


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + READY_S
    while not _answers(url):
        said = (folder / "serve.log").read_text(encoding="utf-8")[-2000:]
        assert process.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/health/live", timeout=2, trust_env=False)
    except httpx.HTTPError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole group: a killed master leaves its workers behind for a moment."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
    process.wait()
