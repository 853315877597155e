"""What a code at the counter is: a voucher, a slip's claim, or something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.counter_codes import (
    LONGEST_HOST,
    CardCode,
    OtherCode,
    SlipCode,
    VoucherCode,
    recognise,
    tenge,
)
from agent.core.counter_sayings import Saying, Says
from agent.core.redemption import LONGEST_TYPED
from contracts.wire import card, claim
from contracts.wire.units import KeyId
from contracts.wire.voucher import CODE_LENGTH
from tests.contracts.wire.samples import chain_of, text_accrual

VOUCHER = "EAEAAAEAAAAAAgAAAQBirF4jl2CRz5Fr2wJ7GA"
FISCAL = "https://consumer.oofd.kz?i=123456789012&f=620300145678&s=935.00&t=20261118T172640"


def saying(text: str) -> tuple[Says, dict[str, str | int]]:
    """Return what is said of something that is neither voucher nor slip."""
    found = recognise(text, typed=False)
    assert isinstance(found, OtherCode), found
    return found.saying.code, dict(found.saying.facts)


def test_a_voucher_is_known_by_its_form() -> None:
    """Scanners add blanks; the seal is looked at elsewhere."""
    assert recognise(VOUCHER, typed=False) == VoucherCode(VOUCHER)
    assert recognise(f" {VOUCHER[:9]} {VOUCHER[9:]}\r\n", typed=True) == VoucherCode(VOUCHER)


def test_only_fingers_give_a_short_code() -> None:
    """Eight digits under a scanner are the bar code of a small product."""
    for text in ("12345678", "1234 5678", "1234-5678"):
        assert recognise(text, typed=True) == VoucherCode("12345678")
    assert saying("12345678") == (Says.IS_PRODUCT, {})


def test_a_slip_is_known_by_its_link_and_its_code() -> None:
    """On the hub's page and in Telegram."""
    sealed = claim.seal(claim.claim_of(chain_of(text_accrual())[0]), bytes(32))
    for text in (
        sealed,
        claim.hub_link("points.example.kz", sealed),
        claim.telegram_link("pastry_bot", sealed),
    ):
        assert recognise(text, typed=False) == SlipCode(sealed)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("WIFI:S:guest;T:WPA;P:secret;;", Says.IS_WIFI),
        ("wifi:S:x;;", Says.IS_WIFI),
        ("00020101021226580014", Says.IS_PAYMENT),
        ("ST00012|Name=Shop|PersonalAcc=1", Says.IS_PAYMENT),
        ("https://pay.kaspi.kz/pay/abc", Says.IS_PAYMENT),
        (FISCAL, Says.IS_FISCAL),
        ("BEGIN:VCARD\nVERSION:3.0", Says.IS_CONTACT),
        ("MECARD:N:X;;", Says.IS_CONTACT),
        ("tel:+77010000000", Says.IS_PHONE),
        ("mailto:a@example.kz", Says.IS_MAIL),
        ("4870001234567", Says.IS_PRODUCT),
        ("Сәлем", Says.IS_TEXT),
        ("1234567", Says.IS_TEXT),
        ("https://[", Says.IS_TEXT),
        ("http://пример.kz/", Says.IS_TEXT),
        ("x" * 10_000, Says.IS_TEXT),
    ],
)
def test_other_codes_say_what_they_are(text: str, says: Says) -> None:
    """And nothing of what they hold: it may be private."""
    assert saying(text) == (says, {})


def test_a_link_says_its_host_and_no_more() -> None:
    """Not the path, not a password before the host, and only so much of it."""
    assert saying("https://example.kz/a?token=secret") == (Says.IS_LINK, {"host": "example.kz"})
    assert saying("www.example.kz/menu")[1] == {"host": "www.example.kz"}
    assert saying("https://me:secret@example.kz:8443/")[1] == {"host": "example.kz"}
    assert saying(f"https://{'a' * 60}.kz")[1] == {"host": "a" * LONGEST_HOST}


def test_nothing_is_nothing() -> None:
    """A scanner's empty line is no event."""
    for text in ("", " \r\n", "\t"):
        assert recognise(text, typed=False) is None


@pytest.mark.parametrize("typed", [True, False])
def test_a_card_is_a_card_however_it_is_read(typed: bool) -> None:
    """In any case and with blanks; of a version to come, it is a card that nobody knows here."""
    code = card.seal(card.Card(KeyId(0), 123_456_789), bytes(32))
    for text in (code, code.lower(), f" {code}\r\n"):
        assert recognise(text, typed=typed) == CardCode(code)
    known = recognise("BSKCARD" + "0" * 24, typed=typed)
    assert known == OtherCode(Saying(Says.CARD_UNKNOWN))


@given(st.text(max_size=600), st.booleans())
def test_every_text_is_something_short(text: str, typed: bool) -> None:
    """Whatever a camera reads: it is told, and what goes on to the till has its form."""
    match recognise(text, typed=typed):
        case VoucherCode(text=code):
            assert len(code) in {CODE_LENGTH, 8}
            assert len(code) <= LONGEST_TYPED
            assert code.isascii()
        case SlipCode(code=code):
            assert len(code) == claim.CODE_LENGTH
        case CardCode(code=code):
            assert len(code) == card.CODE_LENGTH
        case OtherCode(saying=said):
            assert all(len(str(it)) <= LONGEST_HOST for it in said.facts.values())
        case None:
            assert not text[:600].split() or text != text.strip()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("1250", 1_250_00),
        ("1 250,5", 1_250_50),
        ("1250.05 ₸", 1_250_05),
        ("900тг.", 900_00),
        ("0", None),
        ("", None),
        ("-5", None),
        ("1,250,00", None),
        ("1e9", None),
        ("9" * 400, None),
        ("1250.005", None),
        ("٣", None),
    ],
)
def test_a_total_is_typed_in_tenge(text: str, total: int | None) -> None:
    """With a comma or a point; what is no amount is none."""
    assert tenge(text) == total
