"""What is left to do of a deployment, and what forbids it: decided without a chain."""

from dataclasses import replace

import pytest

from contracts.ton.offices import ManagerStanding, Offices, SettledStanding, Standing, TokenStanding
from contracts.ton.seen import AccountStatus, AccountView, Address
from hub.adapters.contract_forms import blueprint, namings
from hub.core.policy import Policy
from hub.core.settlement import deployment_choices
from hub.core.settlement.deploying import (
    FEE,
    NAMING,
    ORDER,
    RENT,
    Pending,
    Seen,
    absent,
    changes,
    faults,
    is_open,
    needed,
    steps,
)
from hub.core.settlement.deployment import Bounds, Contract, Deployment
from hub.core.settlement.deployment_choices import Asked, choose, contradictions
from tests.hub.core.settlement.samples import DEPLOYMENT

ADMIN, SETTLER, OTHER = (Address("0:" + digit * 64) for digit in "abc")
BOUNDS = Bounds(1_000, 60, 120)
CHOSEN = choose(Asked(growth_cap=1_000, least_interval=60, delay=120), ADMIN, None)
MADE = blueprint(CHOSEN.founding, locked=True)
HERE = MADE.deployment(
    "local", SETTLER, OTHER, locked=True, bounds=BOUNDS, founding=CHOSEN.founding
)
TOLD = namings(SETTLER, BOUNDS)
OFFICES = Offices(ADMIN, None, 7, upgrade_pending=False)
TOKEN = HERE.contracts[Contract.LOYALTY].address
MANAGER = HERE.contracts[Contract.REDEMPTION].address
GOOD: dict[Contract, Standing] = {
    Contract.LOYALTY: TokenStanding(
        OFFICES, SETTLER, 1_000, 60, 120, locked=True, manager=MANAGER,
        wallet_code_hash=MADE.wallet_code_hash, epoch=3,
    ),
    Contract.REDEMPTION: ManagerStanding(OFFICES, TOKEN, MADE.wallet_code_hash, locked=True),
    Contract.REVENUE: SettledStanding(OFFICES, SETTLER),
    Contract.REGISTRY: SettledStanding(OFFICES, SETTLER),
}  # fmt: skip


def seen(**other: Standing) -> dict[Contract, Seen]:
    """Return contracts that stand as they should, but for *other*."""
    standings = {**GOOD, **{Contract(name): it for name, it in other.items()}}
    return {
        it: Seen(AccountView(AccountStatus.ACTIVE, code_hash=at.code_hash), standings[it])
        for it, at in HERE.contracts.items()
    }


def nothing(status: AccountStatus = AccountStatus.ABSENT) -> dict[Contract, Seen]:
    """Return places where nothing stands."""
    return {it: Seen(AccountView(status), None) for it in Contract}


def token(**other: object) -> TokenStanding:
    """Return a token that stands as it should, but for *other*."""
    return replace(GOOD[Contract.LOYALTY], **other)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("status", [AccountStatus.ABSENT, AccountStatus.UNINIT])
def test_from_nothing_all_is_to_do(status: AccountStatus) -> None:
    """The manager after the token, the settler last, and what it costs at most."""
    left = steps(MADE, HERE, nothing(status), TOLD)
    assert [it.what for it in left[:4]] == [f"deploy {it.value}" for it in ORDER]
    assert ORDER.index(Contract.LOYALTY) < ORDER.index(Contract.REDEMPTION)
    assert all(it.init is not None for step in left[:4] for it in step.letters)
    assert len(left[4].letters) == 3
    assert needed(left) == 4 * (RENT + FEE) + 3 * NAMING + FEE
    assert faults(HERE, nothing(status)) == changes(HERE, nothing(status)) == []
    assert len(absent(HERE, nothing(status))) == 4


def test_where_all_stands_nothing_is_to_do() -> None:
    """And nothing is wrong."""
    assert steps(MADE, HERE, seen(), TOLD) == []
    assert faults(HERE, seen()) == absent(HERE, seen()) == changes(HERE, seen()) == []


def test_who_was_never_named_is_named_and_who_was_is_a_change() -> None:
    """A new contract has nobody; after a veto there is nobody either, and that is a change."""
    new = seen(
        loyalty_token=token(settler=None, growth_cap=0, least_interval=0, delay=0, epoch=0),
        partner_registry=SettledStanding(OFFICES, None),
    )
    (left,) = steps(MADE, HERE, new, TOLD)
    assert {it.body for it in left.letters} == {TOLD[Contract.LOYALTY], TOLD[Contract.REGISTRY]}
    assert changes(HERE, new) == []
    vetoed = seen(loyalty_token=token(settler=None, epoch=0))
    assert "after a veto" in changes(HERE, vetoed)[0]
    stolen = seen(revenue_distribution=SettledStanding(OFFICES, OTHER))
    assert "revenue_distribution's settler is" in changes(HERE, stolen)[0]
    wider = seen(loyalty_token=token(growth_cap=5))
    assert "bounds are 5 points an epoch" in changes(HERE, wider)[0]
    for it in (vetoed, stolen, wider):
        assert "baursak chain deploy --change" in absent(HERE, it)[0]
        assert len(steps(MADE, HERE, it, TOLD)) == 1


OTHERS = replace(OFFICES, admin=OTHER)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"loyalty_token": token(offices=OTHERS)}, "loyalty_token obeys the admin"),
        ({"partner_registry": SettledStanding(OTHERS, SETTLER)}, "partner_registry obeys the"),
        ({"loyalty_token": token(wallet_code_hash=bytes(32))}, "gives wallets another code"),
        ({"loyalty_token": token(locked=False, manager=None)}, "wallets are not locked"),
        ({"loyalty_token": token(manager=OTHER)}, "wallets are not locked"),
        (
            {"redemption_manager": ManagerStanding(OFFICES, OTHER, bytes(32), locked=True)},
            "serves another token",
        ),
        (
            {"redemption_manager": ManagerStanding(OFFICES, TOKEN, bytes(32), locked=True)},
            "knows other jetton wallets",
        ),
    ],
)
def test_what_is_otherwise_is_named(other: dict[str, Standing], said: str) -> None:
    """One sentence each, and what to do."""
    (found,) = faults(HERE, seen(**other))
    assert said in found


def test_frozen_or_changed_contracts_are_named() -> None:
    """Nothing is deployed over them."""
    there = seen()
    there[Contract.REVENUE] = Seen(AccountView(AccountStatus.FROZEN), None)
    there[Contract.REGISTRY] = Seen(
        AccountView(AccountStatus.ACTIVE, code_hash=bytes(32)), GOOD[Contract.REGISTRY]
    )
    there[Contract.LOYALTY] = replace(there[Contract.LOYALTY], standing=None)
    found = "\n".join(faults(HERE, there))
    for said in ("is frozen", "has another code: 0000000000000000…", "cannot read"):
        assert said in found


def test_what_is_about_to_change_is_named() -> None:
    """New code that waits, and another admin who was offered the token."""
    soon = replace(OFFICES, pending_admin=OTHER, upgrade_pending=True)
    found = "\n".join(absent(HERE, seen(loyalty_token=token(offices=soon))))
    assert "new code is proposed" in found
    assert "is offered to another admin" in found
    told = seen(redemption_manager=ManagerStanding(OFFICES, None, bytes(32), locked=False))
    assert "knows no token yet" in absent(HERE, told)[0]


def test_a_message_is_open_while_any_of_it_is() -> None:
    """Half of what it does is not all of it."""
    left = steps(MADE, HERE, nothing(), TOLD)
    pending = Pending("", 0, 0, b"", tuple((it.target, it.body) for it in left[4].letters))
    assert is_open(pending, left)
    assert is_open(pending, steps(MADE, HERE, seen(loyalty_token=token(growth_cap=5)), TOLD))
    assert not is_open(pending, steps(MADE, HERE, seen(), TOLD))


def test_addresses_follow_from_what_was_founded() -> None:
    """The same again each time; another name is another token with the same manager."""
    assert blueprint(CHOSEN.founding, locked=True) == MADE
    other = blueprint(replace(CHOSEN.founding, name="Other"), locked=True)
    opened = blueprint(CHOSEN.founding, locked=False)
    for it in (other, opened):
        assert it.parts[Contract.LOYALTY].address != TOKEN
        assert it.parts[Contract.REDEMPTION].address == MANAGER


def test_what_was_begun_is_taken_from_its_record() -> None:
    """What is said again must agree; the bounds may be new."""
    again = choose(Asked(name="Other", delay=5, locked=False), OTHER, HERE)
    assert (again.founding, again.locked) == (CHOSEN.founding, True)
    assert again.bounds == replace(BOUNDS, delay=5)
    assert contradictions(Asked(delay=5), HERE) == []
    assert contradictions(Asked(), DEPLOYMENT) != []


def test_commissions_are_the_hubs_own() -> None:
    """One number in two places would be two numbers one day."""
    policy = Policy()
    assert (
        policy.commission_bronze, policy.commission_silver, policy.commission_gold,
    ) == deployment_choices.COMMISSIONS  # fmt: skip


def test_a_record_by_hand_is_no_deployment_to_go_on_with() -> None:
    """It does not say how its addresses came about."""
    assert isinstance(DEPLOYMENT, Deployment)
    assert "how it was founded" in contradictions(Asked(), DEPLOYMENT)[0]
