"""A programme on chain, as its web sees it: the settlement world with an API before it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from flask.testing import FlaskClient

from contracts.ton.codes import code
from contracts.ton.reading import address_of
from contracts.ton.seen import Address
from contracts.wire import base64url
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.cli.verify_proof import verify_proof
from hub.core.access.sessions import MEMBER
from hub.core.ids import MemberId
from hub.core.settlement.deployment import Contract, Deployed, Deployment
from hub.core.settlement.proof_files import TokenState
from hub.usecases.seal import seal_ledger
from hub.usecases.sessions import open_session
from hub.usecases.settlement_desk import Desk
from hub.usecases.settlement_plan import plan
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings, WebSettings
from tests.hub.settlement_world import MANAGER, SettlementWorld, named
from tests.hub.web.people import Caller
from tests.settlers import LocalPlace

METRICS_TOKEN = "scrape-me-if-you-can"
DEPLOYMENT = Deployment(
    network="local",
    contracts={
        it: Deployed(Address(f"0:{number:064x}"), code(it.value).code_hash)
        for number, it in enumerate(Contract, 1)
    },
    wallet_code_hash=code("jetton_wallet_locked").code_hash,
    locked=True,
    settler=Address(f"0:{11:064x}"),
    sponsor=Address(f"0:{12:064x}"),
)


def move_name(*facts: object) -> str:
    """Return a move's id as the API takes it."""
    return base64url.encode(named(*facts))


class ChainWorld(SettlementWorld):
    """The settlement world, and HTTP."""

    def __init__(self, store: DatabaseStore, folder: Path, bell: MemoryBell) -> None:
        super().__init__(store, folder)
        self._bell = bell
        self.client = self._served(DEPLOYMENT)

    def stand_on(self, place: LocalPlace) -> None:
        """Settle on the real contracts from now on, and let the API know where they are."""
        self.desk = Desk(place.settler, self.archive, MANAGER)
        there = dict(DEPLOYMENT.contracts)
        for contract, address in (
            (Contract.LOYALTY, place.token),
            (Contract.REVENUE, place.revenue),
        ):
            raw = address_of(address)
            assert raw is not None
            there[contract] = replace(there[contract], address=raw)
        self.client = self._served(replace(DEPLOYMENT, contracts=there))

    def _served(self, deployment: Deployment) -> FlaskClient:
        settings = WebSettings(secure=False, metrics_token=METRICS_TOKEN)
        around = Surroundings(MemoryRates(), self._bell, settings, deployment)
        return create_web(self.hub, around).test_client()

    def store_epoch(self) -> None:
        """Let the worker store the next epoch, and be killed before it sends anything."""
        seal_ledger(self.hub)
        self.pass_time(3600)
        assert plan(self.hub, self.desk, self.desk.settler.state()) is not None

    def get(self, path: str, member: MemberId) -> Any:
        """Return what a member is answered, who signs in for it: sessions do not outlast epochs."""
        return self.client.get(f"/api/v1/chain/{path}", headers=self.sign_in(member).headers)

    def proof_passes(self, member: MemberId, balance: int | None) -> None:
        """Let `verify-proof` judge a member's file against what the chain states, to the end."""
        answer = self.get("proof", member)
        assert answer.status_code == 200, answer.get_json()
        seen = self.desk.settler.state()
        said = seen.stated
        state = TokenState(
            said.epoch, said.root, said.issued, said.custody, said.sum_root, said.block,
            seen.supply, seen.burned,
        )  # fmt: skip
        proof, stated = self.folder.parent / "proof.json", self.folder.parent / "chain.json"
        proof.write_bytes(answer.get_data())
        stated.write_text(json.dumps(state.to_json()))
        words = [str(proof), "--state", str(stated)]
        if balance is not None:
            words += ["--member", f"member:{member}", "--balance", str(balance)]
        done = CliRunner().invoke(verify_proof, words)
        assert done.exit_code == 0, done.output

    def sign_in(self, member: MemberId) -> Caller:
        """Return a session of a member."""
        with self.store.begin() as work:
            signed = open_session(work, self.hub, MEMBER, member)
        return Caller(member, {"Authorization": f"Bearer {signed.access}"})
