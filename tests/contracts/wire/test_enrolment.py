"""Enrolment: what a till holds, checked whole."""

import json
from typing import Any

import pytest

from contracts.wire import claim
from contracts.wire.enrolment import (
    LONGEST_FILE,
    Enrolment,
    InvalidEnrolment,
    local_enrolment,
    read_enrolment,
)
from contracts.wire.keys import KeyKind, derive
from contracts.wire.units import KeyId, ShopId, TillId
from tests.contracts.wire.samples import SECRET, chain_of, fiscal_accrual, text_accrual

MADE = local_enrolment(
    SECRET, till=TillId(258), shop=ShopId(7), host="points.example.kz", bot="sweet_bot"
)


def problems(**changes: Any) -> list[str]:
    """Return what is wrong with an enrolment that differs in *changes*."""
    with pytest.raises(InvalidEnrolment) as invalid:
        read_enrolment(json.dumps({**MADE.to_json(), **changes}))
    return invalid.value.problems


def test_an_enrolment_comes_back_from_its_file() -> None:
    """The file holds all of it."""
    assert read_enrolment(MADE.to_text()) == MADE


def test_a_local_enrolment_is_marked_and_seals_what_a_hub_would_take() -> None:
    """It is not a hub's, but its keys are those that a hub with the same secret derives."""
    assert MADE.local
    assert MADE.claim_key == derive(SECRET, KeyKind.CLAIM, 258, KeyId(0))
    accrual = chain_of(text_accrual())[0]
    code = claim.seal(claim.claim_of(accrual), MADE.claim_key)
    assert claim.unseal(code, MADE.key_of) == claim.claim_of(accrual)


def test_a_till_knows_its_own_key_only() -> None:
    """Another till's claim, or one of another key id, is of an unknown key."""
    assert MADE.key_of(TillId(258), KeyId(0)) == MADE.claim_key
    assert MADE.key_of(TillId(259), KeyId(0)) is None
    assert MADE.key_of(TillId(258), fiscal_accrual().claim_key) is None


def test_secrets_do_not_show() -> None:
    """Neither key nor seed stands in what a log would print."""
    assert "claim_key=" not in repr(MADE)
    assert "seed=" not in repr(MADE)


def test_all_problems_are_said_at_once() -> None:
    """A person mends the file in one go."""
    found = problems(till=0, host="-", claim_key="AAAA", gift=1, seed=5)
    assert [it.split(":")[0] for it in found] == ["claim_key", "gift", "host", "seed", "till"]
    with pytest.raises(InvalidEnrolment) as invalid:
        read_enrolment("{}")
    assert len(invalid.value.problems) == len(Enrolment.RULES.keys() - {"hub_url"})


def test_a_host_that_makes_the_link_too_long_is_refused() -> None:
    """A slip that phones cannot read is refused when the till is set up, not at the counter."""
    assert "bytes" in problems(host="a" * 50 + ".kz")[0]


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 10_000, "x" * (LONGEST_FILE + 1)])
def test_a_file_that_is_no_enrolment_says_so(text: str) -> None:
    """Every other file gives a sentence, not a traceback."""
    with pytest.raises(InvalidEnrolment, match="the file"):
        read_enrolment(text)


@pytest.mark.parametrize(
    ("secret", "till", "host"),
    [(b"short", 1, "a.kz"), (SECRET, 0, "a.kz"), (SECRET, 2**24, "a.kz"), (SECRET, 1, "no host")],
)
def test_a_local_enrolment_needs_a_whole_secret_and_real_names(
    secret: bytes, till: int, host: str
) -> None:
    """What would not work is said when it is made."""
    with pytest.raises(InvalidEnrolment):
        local_enrolment(secret, till=TillId(till), shop=ShopId(1), host=host)


def test_a_bot_is_not_needed() -> None:
    """A programme without Telegram has the hub's page."""
    made = local_enrolment(SECRET, till=TillId(1), shop=ShopId(1), host="localhost:8080")
    assert made.bot is None
    assert read_enrolment(made.to_text()) == made
