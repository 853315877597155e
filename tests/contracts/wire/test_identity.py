"""A receipt's identity: the same paper, the same 32 bytes."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.identity import IDENTITY_SIZE, fiscal_identity, hint, text_identity
from contracts.wire.units import TillId, Tiyn

_texts = st.text("0123456789A", min_size=1, max_size=4)
_facts = st.tuples(
    st.integers(1, 9).map(TillId), _texts, st.none() | _texts, st.integers(-3, 3).map(Tiyn)
)


@given(st.tuples(_texts, _texts), st.tuples(_texts, _texts))
def test_register_and_sign_make_the_fiscal_identity(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    """Two fiscal receipts are one exactly when register and sign are the same but for zeros."""
    same = [it.lstrip("0") or "0" for it in one] == [it.lstrip("0") or "0" for it in other]
    assert (fiscal_identity(*one) == fiscal_identity(*other)) == same


@given(_facts, _facts)
def test_till_number_time_and_total_make_the_text_identity(
    one: tuple[TillId, str, str | None, Tiyn], other: tuple[TillId, str, str | None, Tiyn]
) -> None:
    """Two receipts without a fiscal key are one exactly when all four are the same."""
    assert (text_identity(*one) == text_identity(*other)) == (one == other)


def test_the_two_kinds_never_meet_and_the_hint_is_their_beginning() -> None:
    """A golden identity of each kind; a claim code carries the first four bytes."""
    fiscal = fiscal_identity("010101234567", "100000000001")
    text = text_identity(TillId(258), "1", "2026-11-22T11:00:00", Tiyn(120_500))
    assert fiscal.hex() == "f636ccbbf26a8f269052415b04cf73f3cac98480ae0ddbe8073ced5c4a106db9"
    assert text.hex() == "5dcfd9a3614219d522b2d9df5169928c11e02e3bdd4d7835853ef68a57b4c66f"
    assert (len(fiscal), hint(fiscal)) == (IDENTITY_SIZE, fiscal[:4])
