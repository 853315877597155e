"""Tills that sign their requests, for tests of the web."""

from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.wire.request_signature import RequestSignature, text_to_sign
from contracts.wire.units import TillId, UnixTime
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState
from hub.core.ports.hub import Hub
from hub.usecases.enrolment import add_till, enrol_till
from tests.hub.till_world import enrol_request


@dataclass(frozen=True)
class SigningTill:
    """A till and the key that it keeps to itself."""

    id: TillId
    enrolment: str
    key: Ed25519PrivateKey

    def headers(
        self, method: str, path: str, body: bytes, at: UnixTime, **change: object
    ) -> dict[str, str]:
        """Return the headers of one request; *change* makes them say something else."""
        signature = self.key.sign(text_to_sign(method, path, at, body))
        signed = RequestSignature(self.id, self.enrolment, at, signature)
        return replace(signed, **change).headers()  # type: ignore[arg-type]  # a test's own choice


def enrolled_till(hub: Hub, seed: int = 1) -> SigningTill:
    """Return a till that has enrolled at a shop of its own partner."""
    key = Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32, "big"))
    with hub.store.begin() as work:
        now = hub.clock.now()
        partner = work.partners.add("Бауырсақ", None, PartnerState.ACTIVE, now)
        shop = work.shops.add(partner, "Абай 1", "", now)
    code = add_till(hub, CONSOLE, shop, "Касса").code
    public = key.public_key().public_bytes_raw()
    enrolled = enrol_till(hub, enrol_request(code, public), "127.0.0.1")
    return SigningTill(enrolled.till, enrolled.enrolment, key)
