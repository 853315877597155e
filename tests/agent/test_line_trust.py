"""Whom the line believes and how it signs: by whatever is loaded, and always the same."""

import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from agent import line_trust

# RFC 8032, section 7.1: seed, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("seed", "public", "text", "signature"), VECTORS)
def test_signatures_are_those_of_the_standard(
    seed: str, public: str, text: str, signature: str
) -> None:
    """Section 7.1 of RFC 8032."""
    key = bytes.fromhex(seed)
    assert line_trust.signer_of(key).sign(bytes.fromhex(text)).hex() == signature
    assert line_trust.public_key(key).hex() == public


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_whoever_signs_signs_alike(seed: bytes, text: bytes) -> None:
    """OpenSSL by itself and the library over it; a new seed is as long as any."""
    expected = Ed25519PrivateKey.from_private_bytes(seed).sign(text)
    assert line_trust.signer_of(seed).sign(text) == expected
    assert len(line_trust.new_seed()) == len(seed)


def test_a_till_on_linux_signs_without_another_library() -> None:
    """Which would stay in the memory of an idle till."""
    words = (
        "from agent.line_trust import signer_of; import sys;"
        "signer_of(bytes(32)).sign(b'it'); print('cryptography' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(not sys.platform.startswith("linux"))


def test_the_systems_certificates_are_believed_where_it_has_a_folder_of_them(
    tmp_path: Path,
) -> None:
    """Asked of a process with its environment: none is read before one is needed."""
    (tmp_path / "0a1b2c3d.0").write_text("looked at when its name is asked for")
    words = (
        "import ssl, agent.line_trust as it; found = it.trusted();"
        "print(found is True or (found.verify_mode is ssl.CERT_REQUIRED, found.check_hostname,"
        " found.cert_store_stats()['x509']))"
    )
    plain = {name: it for name, it in os.environ.items() if not name.startswith("SSL_CERT_")}
    nowhere = str(tmp_path / "none")
    for more, said in (
        ({"SSL_CERT_DIR": str(tmp_path), "SSL_CERT_FILE": nowhere}, "(True, True, 0)"),
        ({"SSL_CERT_DIR": nowhere, "SSL_CERT_FILE": nowhere}, "True"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", words],
            capture_output=True, text=True, check=True, env=plain | more,
        )  # fmt: skip
        assert done.stdout.strip() == said
    assert ssl.OPENSSL_VERSION_INFO >= (1, 1, 1), "what signs Ed25519"
