"""One-time codes are those of RFC 6238, good once, and only around now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.access import one_time

RFC_SECRET = b"12345678901234567890"
AT = UnixTime(1_790_000_000)


@pytest.mark.parametrize(
    ("time", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_rfc_6238(time: int, code: str) -> None:
    """The last six of the eight digits that its appendix B prints."""
    assert one_time.code_at(RFC_SECRET, time // one_time.STEP_S) == code


@pytest.mark.parametrize(
    ("late", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_around_its_time(late: int, *, good: bool) -> None:
    """One step early or late, no more."""
    step = AT // one_time.STEP_S + late
    found = one_time.step_of(RFC_SECRET, one_time.code_at(RFC_SECRET, step), AT, 0)
    assert found == (step if good else None)


def test_a_code_is_good_once() -> None:
    """Whoever saw it typed, or an earlier one, cannot use it after its owner."""
    step = AT // one_time.STEP_S
    code = one_time.code_at(RFC_SECRET, step)
    assert one_time.step_of(RFC_SECRET, code, AT, step - 1) == step
    assert one_time.step_of(RFC_SECRET, code, AT, step) is None
    earlier = one_time.code_at(RFC_SECRET, step - 1)
    assert one_time.step_of(RFC_SECRET, earlier, AT, step) is None


@given(st.text(max_size=12))
def test_other_texts_are_no_code(text: str) -> None:
    """Only the three codes around now are."""
    step = AT // one_time.STEP_S
    right = {one_time.code_at(RFC_SECRET, step + late) for late in (-1, 0, 1)}
    assert (one_time.step_of(RFC_SECRET, text, AT, 0) is not None) == (text in right)


def test_the_link_names_programme_and_person() -> None:
    """As an authenticator application reads it, signs escaped."""
    link = one_time.enrolment_link(RFC_SECRET, "loyalty.kz", "асель@нан")
    assert link.startswith("otpauth://totp/loyalty.kz%3A%D0%B0")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=loyalty.kz" in link


@given(st.binary(min_size=10, max_size=10), st.sampled_from(["", " ", "-", " - "]))
def test_a_recovery_code_is_read_however_it_is_typed(octets: bytes, between: str) -> None:
    """In capitals, with other gaps, with none."""
    code = one_time.recovery_code(octets)
    assert len(code) == 19
    assert one_time.plain_recovery_code(code.upper().replace("-", between)) == code
