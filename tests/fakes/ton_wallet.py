"""A TON wallet on somebody's phone, as far as TON Connect goes: by a bridge it says and signs."""

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import httpx
from nacl.public import Box, PrivateKey, PublicKey
from pytoniq_core.boc.cell import Cell

from hub.core.access.wallet_proof import Network
from tests.hub.core.access.wallets import TestWallet, new_cell, published_proofs, state_of

DECLINED: Final = 300
"""What a wallet answers when its owner says no."""
_TTL_S: Final = 300
_WAIT_S: Final = 20.0
_SUBWALLET: Final = 698983191
_LIBRARY: Final = 2
"""The kind of cell that names another by its hash."""
_V5R1: Final = bytes.fromhex("20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f")
VERSIONS: Final = ("v3r1", "v4r2", "v5r1")
Sending = Callable[[str, int, bytes], None]
"""To whom, nanotons, and the body as a bag of cells."""


class VersionedWallet(TestWallet):
    """A wallet with the published code of one version, and a key of its own."""

    def __init__(self, version: str, seed: int = 1, network: Network = Network.TESTNET) -> None:
        super().__init__(seed, network)
        self.state = state_of(_code(version), _data(version, self.public_key, network))
        self.account = self.state.hash
        self.address = f"0:{self.account.hex()}"


@dataclass
class PhoneWallet:
    """The wallet's program; its owner agrees unless told otherwise."""

    wallet: TestWallet
    bridge: str
    """Where it listens."""
    now: Callable[[], int]
    send: Sending | None = None
    """What becomes of what it is asked to send."""
    agrees: bool = True

    def __post_init__(self) -> None:
        self._key = PrivateKey.generate()
        self._name = bytes(self._key.public_key).hex()
        self._number = 0
        self._over = threading.Event()
        self.proof: dict[str, Any] = {}
        """The proof that it gave last, to be shown again."""
        self.asked: list[str] = []

    def open(self, link: str, site: str) -> None:
        """Open a page's link; *site* is where this machine finds the page's manifest."""
        said = dict(parse_qsl(urlsplit(link).query))
        assert said["v"] == "2", said
        self._page = said["id"]
        self._box = Box(self._key, PublicKey(bytes.fromhex(self._page)))
        wish = json.loads(said["r"])
        manifest = httpx.get(site + urlsplit(wish["manifestUrl"]).path, trust_env=False).json()
        if not self.agrees:
            declined = {"code": DECLINED, "message": "User declined the connection"}
            self._tell("connect_error", declined)
            return
        domain = urlsplit(manifest["url"]).netloc
        items = [self._item(it, domain) for it in wish["items"]]
        features = ["SendTransaction", {"name": "SendTransaction", "maxMessages": 4}]
        device = {
            "platform": "android", "appName": "phone-wallet", "appVersion": "1.0",
            "maxProtocolVersion": 2, "features": features,
        }  # fmt: skip
        self._tell("connect", {"items": items, "device": device})
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Put the phone away."""
        self._over.set()

    def _item(self, wish: dict[str, Any], domain: str) -> dict[str, Any]:
        own = self.wallet
        shown = own.prove(wish.get("payload", ""), domain, self.now())
        if wish["name"] == "ton_addr":
            return {
                "name": "ton_addr", "address": own.address, "network": str(own.network),
                "publicKey": shown.public_key, "walletStateInit": shown.state_init,
            }  # fmt: skip
        proof = {
            "timestamp": shown.timestamp,
            "domain": {"lengthBytes": shown.domain_length, "value": shown.domain},
            "payload": shown.payload,
            "signature": shown.signature,
        }
        self.proof = {
            "address": own.address, "network": str(own.network), "public_key": shown.public_key,
            "proof": {**proof, "state_init": shown.state_init},
        }  # fmt: skip
        return {"name": "ton_proof", "proof": proof}

    def _tell(self, event: str, payload: dict[str, Any]) -> None:
        self._number += 1
        self._say({"event": event, "id": self._number, "payload": payload})

    def _say(self, said: dict[str, Any]) -> None:
        sealed = base64.b64encode(self._box.encrypt(json.dumps(said).encode())).decode()
        fields = {"client_id": self._name, "to": self._page, "ttl": str(_TTL_S)}
        httpx.post(
            f"{self.bridge}/message", params=fields, content=sealed, trust_env=False
        ).raise_for_status()

    def _listen(self) -> None:
        fields = {"client_id": self._name}
        with httpx.stream(
            "GET", f"{self.bridge}/events", params=fields, timeout=_WAIT_S, trust_env=False
        ) as line:
            for told in line.iter_lines():
                if self._over.is_set():
                    return
                if told.startswith("data:"):
                    sealed = base64.b64decode(json.loads(told[5:])["message"])
                    self._answer(json.loads(self._box.decrypt(sealed)))

    def _answer(self, asked: dict[str, Any]) -> None:
        self.asked.append(asked["method"])
        if asked["method"] == "disconnect":
            self._say({"id": asked["id"], "result": {}})
            return
        if not self.agrees:
            error = {"code": DECLINED, "message": "User declined the transaction"}
            self._say({"id": asked["id"], "error": error})
            return
        wish = json.loads(asked["params"][0])
        for it in wish["messages"]:
            assert self.send is not None, "somebody takes what it sends"
            self.send(it["address"], int(it["amount"]), base64.b64decode(it["payload"]))
        done = new_cell().store_uint(1, 8).end_cell()
        self._say({"id": asked["id"], "result": base64.b64encode(done.to_boc()).decode()})


def _code(version: str) -> Any:
    """Return a version's code: out of a published proof, or by its hash as a library names it."""
    if version == "v5r1":
        bits: Any = new_cell().store_uint(_LIBRARY, 8).store_bytes(_V5R1).end_cell()
        return Cell(bits.bits, [], _LIBRARY)
    found = next(it for it in published_proofs() if it.name.startswith(version))
    state: Any = Cell.one_from_boc(base64.b64decode(found.proof.state_init))
    return state.refs[0]


def _data(version: str, key: bytes, network: Network) -> Any:
    """Return a new wallet's data, as its version lays it out."""
    if version != "v5r1":
        plain = new_cell().store_uint(0, 32).store_uint(_SUBWALLET, 32).store_bytes(key)
        return (plain if version == "v3r1" else plain.store_bit_int(0)).end_cell()
    wallet = (int(network) ^ 0x80000000) & 0xFFFFFFFF
    signed = new_cell().store_bit_int(1).store_uint(0, 32).store_uint(wallet, 32)
    return signed.store_bytes(key).store_bit_int(0).end_cell()
