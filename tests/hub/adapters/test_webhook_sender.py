"""Posting to an address that a stranger named: to the one that was judged, and never for long."""

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hub.adapters.webhook_sender import LARGEST_ANSWER, HttpWebhookSender
from hub.core.addresses import is_outside
from hub.core.ports.webhooks import NotDelivered
from tests.hub.receivers import receiving

HOST = "hooks.example.kz"
HEADERS = {"Baursak-Event": "1"}


def _sender(*addresses: str, whole_s: float = 15.0) -> HttpWebhookSender:
    """Return a sender that may reach loopback, where every name leads."""
    found = list(addresses or ("127.0.0.1",))
    return HttpWebhookSender(
        allowed=lambda it: it.is_loopback,
        resolve=lambda _host, _port: found,
        plain=True,
        whole_s=whole_s,
    )


def test_what_is_posted_arrives_as_it_was() -> None:
    """Body and headers; the host's name stays although the address was used."""
    with receiving() as receiver:
        _sender().send(f"http://{HOST}:{receiver.port}/in?a=b", HEADERS, b'{"id":1}')
    (told,) = receiver.told
    assert (told.path, told.body) == ("/in?a=b", b'{"id":1}')
    assert told.headers["Host"] == f"{HOST}:{receiver.port}"
    assert (told.headers["Baursak-Event"], told.headers["Content-Type"]) == (
        "1", "application/json",
    )  # fmt: skip


@pytest.mark.parametrize("status", [302, 307, 400, 404, 410, 500, 503])
def test_anything_but_yes_is_no(status: int) -> None:
    """A redirect is not followed: it may lead inside."""
    with receiving() as receiver, receiving() as inside:
        receiver.status, receiver.location = status, f"http://127.0.0.1:{inside.port}/"
        with pytest.raises(NotDelivered, match=f"answered {status}"):
            _sender().send(f"http://{HOST}:{receiver.port}/", HEADERS, b"{}")
    assert len(receiver.told) == 1
    assert inside.told == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "127.1"],
)
def test_nothing_of_ours_is_reached(host: str) -> None:
    """However loopback is written, the usual policy looks at the address that it leads to."""
    with receiving() as receiver:
        sender = HttpWebhookSender(plain=True, allowed=is_outside)
        with pytest.raises(NotDelivered, match=r"not (allowed|known)"):
            sender.send(f"http://{host}:{receiver.port}/", HEADERS, b"{}")
    assert receiver.told == []


def test_one_bad_address_among_good_ones_is_enough() -> None:
    """A name with two addresses, one of them inside, is refused whole."""
    with pytest.raises(NotDelivered, match="not allowed"):
        _sender("127.0.0.1", "10.0.0.1").send(f"http://{HOST}/", HEADERS, b"{}")


def test_a_name_is_looked_up_once() -> None:
    """A name that leads elsewhere a moment later changes nothing."""
    looked: list[str] = []

    def turncoat(host: str, _port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["10.0.0.1"]

    with receiving() as receiver:
        sender = HttpWebhookSender(allowed=lambda it: it.is_loopback, resolve=turncoat, plain=True)
        sender.send(f"http://{HOST}:{receiver.port}/", HEADERS, b"{}")
    assert (looked, len(receiver.told)) == ([HOST], 1)


def test_plain_http_is_for_tests_only() -> None:
    """As the hub is put together, only HTTPS goes out."""
    sender = HttpWebhookSender(allowed=lambda _: True, resolve=lambda _h, _p: ["127.0.0.1"])
    with pytest.raises(NotDelivered, match="not allowed"):
        sender.send(f"http://{HOST}/", HEADERS, b"{}")


def test_an_unknown_name_and_a_shut_door() -> None:
    """Each is said in a few words."""
    nobody = HttpWebhookSender(resolve=lambda _h, _p: [], plain=True)
    with pytest.raises(NotDelivered, match="not known"):
        nobody.send(f"http://{HOST}/", HEADERS, b"{}")
    with receiving() as receiver:
        port = receiver.port
    with pytest.raises(NotDelivered, match="no connection"):
        _sender().send(f"http://{HOST}:{port}/", HEADERS, b"{}")


def test_who_drips_is_cut_off() -> None:
    """An answer that comes byte by byte is over when its time is over."""
    with receiving() as receiver:
        receiver.drip_s = 0.02
        with pytest.raises(NotDelivered, match="too long"):
            _sender(whole_s=0.3).send(f"http://{HOST}:{receiver.port}/", HEADERS, b"{}")
    assert len(receiver.told) == 1


def test_an_answer_without_end_is_not_read_to_the_end() -> None:
    """Its status is all that counts."""
    with receiving() as receiver:
        receiver.answer = b"x" * (LARGEST_ANSWER * 50)
        _sender().send(f"http://{HOST}:{receiver.port}/", HEADERS, b"{}")


def test_a_certificate_is_checked_against_the_name(tmp_path: Path) -> None:
    """Though the connection is made to an address, the certificate must be the host's."""
    ours, theirs = _certificate(tmp_path)
    with receiving(theirs) as receiver:
        sender = HttpWebhookSender(
            allowed=lambda it: it.is_loopback, resolve=lambda _h, _p: ["127.0.0.1"], trust=ours
        )
        sender.send(f"https://{HOST}:{receiver.port}/", HEADERS, b"{}")
        with pytest.raises(NotDelivered, match="no connection"):
            sender.send(f"https://other.example.kz:{receiver.port}/", HEADERS, b"{}")
        stranger = HttpWebhookSender(
            allowed=lambda it: it.is_loopback, resolve=lambda _h, _p: ["127.0.0.1"]
        )
        with pytest.raises(NotDelivered, match="no connection"):
            stranger.send(f"https://{HOST}:{receiver.port}/", HEADERS, b"{}")
    assert len(receiver.told) == 1


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what trusts a certificate made for HOST, and what shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("10.9.8.7"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    ours = ssl.create_default_context(cafile=str(folder / "cert.pem"))
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return ours, theirs
