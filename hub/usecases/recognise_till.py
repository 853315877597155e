"""Which till sent a signed request."""

import hmac
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.request_signature import RequestSignature, text_to_sign
from hub.core.access.people import TillKey
from hub.core.ports.hub import Hub

_TAKES_PART: Final = "active"


def recognise_till(
    hub: Hub,
    signature: RequestSignature,
    method: str,
    path: str,
    body: bytes,
    *,
    taking_part: bool = True,
) -> TillKey:
    """Return the till that signed the request; or refuse.

    The signature is checked before the time and the till's state: only the till itself learns how
    far its clock is off, or that it was revoked.
    """
    with hub.store.look() as work:
        till = work.till_keys.of(signature.till)
    if till is None:
        raise Refused(Refusal.UNAUTHENTICATED, "a till that is not enrolled")
    said = text_to_sign(method, path, signature.time, body)
    try:
        Ed25519PublicKey.from_public_bytes(till.public_key).verify(signature.signature, said)
    except (InvalidSignature, ValueError) as error:
        raise Refused(Refusal.UNAUTHENTICATED, "the till's signature does not fit") from error
    if not hmac.compare_digest(till.enrolment.encode(), signature.enrolment.encode()):
        raise Refused(Refusal.REVOKED, "an earlier enrolment of this till")
    signature.require_in_time(hub.clock.now())
    if taking_part and till.state != _TAKES_PART:
        raise Refused(Refusal.REVOKED, f"till {till.till} is {till.state}")
    return till
