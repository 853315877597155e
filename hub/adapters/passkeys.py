"""The PasskeyChecker port over Yubico's `fido2`: what phones have signed, checked by WebAuthn."""

import logging
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
)

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.passkeys import (
    ALGORITHMS,
    LARGEST_KEY,
    LONGEST_CREDENTIAL,
    NewPasskey,
    Passkey,
    Shown,
    Site,
)
from hub.core.ports.passkeys import Answer

_BROKEN: Final = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OverflowError,
    RecursionError, NotImplementedError, struct.error, UnsupportedAlgorithm,
)  # fmt: skip
"""What the library raises at answers that no browser would give."""
# It writes down the ids of keys, which name people.
logging.getLogger("fido2").setLevel(logging.WARNING)


class Fido2Passkeys:
    """Checks passkeys; keeps nothing."""

    def challenge_in(self, answer: Answer) -> bytes:
        """Return the challenge that *answer* says it is about, still to be recognised."""
        with _refusing():
            made = "attestationObject" in answer["response"]
            kind = RegistrationResponse if made else AuthenticationResponse
            return kind.from_dict(answer).response.client_data.challenge

    def made(self, site: Site, challenge: bytes, answer: Answer) -> NewPasskey:
        """Return the key that was made for *challenge* on *site*; or refuse."""
        with _refusing():
            said = RegistrationResponse.from_dict(answer)
            _require_top(cross=said.response.client_data.cross_origin)
            found = _server(site).register_complete(_state(challenge), said)
            key = found.credential_data
            assert key is not None, "the library has looked"
            if key.credential_id != said.raw_id:
                raise ValueError("the key is not the one that the browser names")
            if key.public_key.get(3) not in ALGORITHMS:
                raise ValueError("an algorithm that was not asked for")
            public = cbor.encode(dict(key.public_key))
            if len(key.credential_id) > LONGEST_CREDENTIAL or len(public) > LARGEST_KEY:
                raise ValueError("a key beyond all measure")
            return NewPasskey(key.credential_id, public, found.counter)

    def credential_in(self, answer: Answer) -> bytes:
        """Return the id of the key that *answer* says has signed."""
        with _refusing():
            return AuthenticationResponse.from_dict(answer).raw_id

    def shown(self, site: Site, challenge: bytes, answer: Answer, known: Passkey) -> Shown:
        """Return what the key *known* has signed for *challenge* on *site*; or refuse."""
        with _refusing():
            said = AuthenticationResponse.from_dict(answer)
            _require_top(cross=said.response.client_data.cross_origin)
            stored = cbor.decode(known.public_key)
            assert isinstance(stored, Mapping), "it was encoded here"
            public = CoseKey.parse(stored)
            key = AttestedCredentialData.create(Aaguid.NONE, known.credential, public)
            _server(site).authenticate_complete(_state(challenge), [key], said)
            return Shown(said.response.authenticator_data.counter, said.response.user_handle)


def _server(site: Site) -> Fido2Server:
    """Return the library's own checks for *site*: its exact origin, and no attestation."""
    return Fido2Server(
        PublicKeyCredentialRpEntity(name="Baursak", id=site.domain),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda origin: origin == site.origin,
    )


def _state(challenge: bytes) -> dict[str, object]:
    return {"challenge": websafe_encode(challenge), "user_verification": None}


def _require_top(*, cross: bool) -> None:
    """Refuse what was signed in a frame of somebody else's page."""
    if cross:
        raise ValueError("signed in another site's frame")


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise Refused(Refusal.PASSKEY_REFUSED, str(error)[:100]) from error
