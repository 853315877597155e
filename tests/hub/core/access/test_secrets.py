"""Passwords, PINs, logins and invitations that we accept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refused
from hub.core.access import attempts
from hub.core.access.people import Page, proper_name
from hub.core.access.secrets import (
    invitation_code,
    proper_login,
    require_good_password,
    require_good_pin,
    typed_invitation,
)


@pytest.mark.parametrize(
    "password", ["", "short", "a" * 30, "1212121212", "ән1ән1ән1ән1", "x" * 201, "Aigul-2026-ai"]
)
def test_passwords_that_are_guessed_are_refused(password: str) -> None:
    """Too short, too long, too few letters, or with the login in it."""
    with pytest.raises(Refused):
        require_good_password(password, "aigul@nan.kz")


@pytest.mark.parametrize("password", ["correct horse battery", "Тәтті-бауырсақ-2026", "k9#fmQ!x2b"])
def test_good_passwords_pass(password: str) -> None:
    """In any letters, with spaces."""
    require_good_password(password, "aigul@nan.kz")


@pytest.mark.parametrize(
    "pin", ["", "123", "123456789", "1234", "4321", "0000", "7890", "12a4", "١٢٣٤", "12 4"]
)
def test_pins_that_everybody_tries_are_refused(pin: str) -> None:
    """One digit again and again, or one after the other, up or down."""
    with pytest.raises(Refused):
        require_good_pin(pin)


@pytest.mark.parametrize("pin", ["1357", "2580", "9043", "00000001"])
def test_other_pins_pass(pin: str) -> None:
    """Four to eight digits."""
    require_good_pin(pin)


def test_a_login_has_one_spelling() -> None:
    """Lower case, without space around it."""
    assert proper_login("  Aigul@Nan.KZ ") == "aigul@nan.kz"


@pytest.mark.parametrize("login", ["", "ab", "a b", "айгүл", "-abc", "a" * 65, "a\nbcd"])
def test_other_logins_are_refused(login: str) -> None:
    """What could be mistaken for another's."""
    with pytest.raises(Refused):
        proper_login(login)


@given(st.binary(min_size=10, max_size=10))
def test_an_invitation_is_read_however_it_is_typed(octets: bytes) -> None:
    """In small letters, in groups, with O for 0."""
    code = invitation_code(octets)
    assert len(code) == 16
    groups = "-".join(code[at : at + 4] for at in range(0, 16, 4))
    assert typed_invitation(groups.lower()) == code
    assert typed_invitation(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\u202eb", "a\0b"])
def test_names_that_cannot_be_shown_are_refused(name: str) -> None:
    """Empty, too long, or with letters that nobody sees."""
    with pytest.raises(Refused):
        proper_name(name)


def test_a_name_is_one_line() -> None:
    """Space is put right."""
    assert proper_name("  Тәтті \n нан ") == "Тәтті нан"


@pytest.mark.parametrize(("after", "limit"), [(-1, 5), (0, 0), (0, 201), (2**63, 5)])
def test_a_page_has_bounds(after: int, limit: int) -> None:
    """As many rows as a person looks at."""
    with pytest.raises(Refused):
        Page(after, limit)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", "elsewhere"),
    ],
)
def test_one_line_is_one_address(address: str, network: str) -> None:
    """Of IPv6 the first 64 bits: the rest is the asker's to choose."""
    assert attempts.network_of(address) == network


def test_counts_are_kept_apart() -> None:
    """Of another limit, another login, another split of the same letters."""
    limit, other = attempts.OF_ONE_LOGIN, attempts.ONE_TIME_CODES
    subjects = {
        attempts.subject_of(limit, "a"),
        attempts.subject_of(other, "a"),
        attempts.subject_of(limit, "b"),
        attempts.subject_of(limit, "a", "b"),
        attempts.subject_of(limit, "ab"),
    }
    assert len(subjects) == 5
