"""Shops and cashiers belong to one partner, and only its people touch them."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId
from hub.adapters.database.store import DatabaseStore
from hub.core.access import attempts
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import Page, State, TillKey
from hub.core.access.roles import Grant, Permission, Role, Scope
from hub.core.ids import CashierId, PartnerId, StaffId
from hub.usecases.shops import (
    OF_TILLS,
    CashierChange,
    ShopChange,
    add_cashier,
    add_shop,
    change_cashier,
    change_shop,
    check_pin,
    list_cashiers,
    list_shops,
    show_shop,
)
from tests.hub.usecases.access_world import AccessWorld


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


def forbidden(caught: pytest.ExceptionInfo[Refused]) -> bool:
    """Tell whether the no is about who asked."""
    return caught.value.refusal is Refusal.FORBIDDEN


def with_role(role: Role, scope: Scope) -> Actor:
    """Return somebody with one role."""
    return Actor(StaffId(1), (Grant(role, scope),))


def test_an_owner_adds_and_changes_shops(world: AccessWorld) -> None:
    """Each change is kept and written down."""
    partner, owner = world.partner()
    shop = add_shop(world.hub, owner.actor, partner, "Абай, 10", "Алматы, Абай 10")
    change = ShopChange(name="Абай, 12", state=State.SUSPENDED, settings={"opens": 8})
    changed = change_shop(world.hub, owner.actor, shop.id, change)
    assert show_shop(world.hub, owner.actor, shop.id) == changed
    assert (changed.name, changed.address, changed.state) == (
        "Абай, 12", "Алматы, Абай 10", State.SUSPENDED,
    )  # fmt: skip
    assert world.log()[:2] == [f"shop.change shop {shop.id}", f"shop.add shop {shop.id}"]


def test_the_settings_of_tills_are_kept(world: AccessWorld) -> None:
    """They have their own door; here they are neither lost nor set."""
    partner, owner = world.partner()
    shop = add_shop(world.hub, owner.actor, partner, "Абай, 10", "")
    with world.hub.store.begin() as work:
        work.shops.change(replace(shop, settings={OF_TILLS: {"slip": True}, "opens": 8}))
    changed = change_shop(world.hub, owner.actor, shop.id, ShopChange(settings={"opens": 9}))
    assert changed.settings == {OF_TILLS: {"slip": True}, "opens": 9}
    with pytest.raises(Refused) as caught:
        change_shop(world.hub, owner.actor, shop.id, ShopChange(settings={OF_TILLS: 1}))
    assert caught.value.refusal is Refusal.VALIDATION


def test_nobody_touches_a_neighbours_shop(world: AccessWorld) -> None:
    """Neither owner nor manager nor auditor of another place; nor are they shown it."""
    (partner, owner), (other, neighbour) = world.partner(), world.partner()
    shop = world.shop(owner, partner)
    next_door = world.shop(owner, partner)
    for actor in (
        neighbour.actor,
        with_role(Role.MANAGER, Scope(partner, next_door)),
        with_role(Role.AUDITOR, Scope(other)),
    ):
        with pytest.raises(Refused) as caught:
            change_shop(world.hub, actor, shop, ShopChange(name="Менікі"))
        assert forbidden(caught)
        with pytest.raises(Refused) as caught:
            show_shop(world.hub, actor, shop)
        assert forbidden(caught)
    with pytest.raises(Refused) as caught:
        add_shop(world.hub, neighbour.actor, partner, "Менікі", "")
    assert forbidden(caught)


def test_each_sees_the_shops_of_his_scope(world: AccessWorld) -> None:
    """An owner all of his, a manager his one, the operator all, by page and by partner."""
    (partner, owner), (other, neighbour) = world.partner(), world.partner()
    first, second = world.shop(owner, partner), world.shop(owner, partner)
    third = world.shop(neighbour, other)

    def seen(actor: Actor, page: Page, of: PartnerId | None = None) -> list[ShopId]:
        return [shop.id for shop in list_shops(world.hub, actor, page, of)]

    manager = with_role(Role.MANAGER, Scope(partner, second))
    assert seen(owner.actor, Page()) == [first, second]
    assert seen(owner.actor, Page(first)) == [second]
    assert seen(manager, Page()) == [second]
    assert seen(manager, Page(), partner) == [second]
    assert seen(owner.actor, Page(), other) == []
    assert seen(CONSOLE, Page(first - 1, 2)) == [first, second]
    assert seen(CONSOLE, Page(), other) == [third]
    assert seen(replace(owner.actor, grants=()), Page()) == []


def test_a_shop_that_is_not_there_is_not_found(world: AccessWorld) -> None:
    """Nor a partner to add one to."""
    missing = []
    for attempt in (
        lambda: show_shop(world.hub, CONSOLE, ShopId(10**6)),
        lambda: add_shop(world.hub, CONSOLE, PartnerId(10**9), "Нан", ""),
        lambda: change_cashier(world.hub, CONSOLE, CashierId(10**9), CashierChange(name="A")),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        missing.append(caught.value.refusal)
    assert set(missing) == {Refusal.NOT_FOUND}


def test_a_manager_keeps_the_cashiers_of_his_shop(world: AccessWorld) -> None:
    """And of no other."""
    partner, owner = world.partner()
    shop, other = world.shop(owner, partner), world.shop(owner, partner)
    manager = with_role(Role.MANAGER, Scope(partner, shop))
    cashier = add_cashier(world.hub, manager, shop, "Динара", "2580")
    assert list_cashiers(world.hub, manager, shop, Page()) == [cashier]
    with pytest.raises(Refused) as adding:
        add_cashier(world.hub, manager, other, "Динара", "2580")
    with pytest.raises(Refused) as looking:
        list_cashiers(world.hub, manager, other, Page())
    assert forbidden(adding)
    assert forbidden(looking)
    elsewhere = add_cashier(world.hub, owner.actor, other, "Сәуле", "2580")
    with pytest.raises(Refused) as changing:
        change_cashier(world.hub, manager, elsewhere.id, CashierChange(pin="1357"))
    assert forbidden(changing)


def till_in(shop: ShopId, partner: PartnerId, number: int = 1) -> TillKey:
    """Return a till of a shop, as the guard knows it."""
    return TillKey(TillId(number), shop, partner, "e", bytes(32), "active")


def test_a_pin_is_checked_at_the_tills_own_shop(world: AccessWorld) -> None:
    """A cashier of next door, a suspended one and a wrong PIN get the same answer."""
    partner, owner = world.partner()
    shop, other = world.shop(owner, partner), world.shop(owner, partner)
    cashier = add_cashier(world.hub, owner.actor, shop, "Динара", "2580")
    here, there = till_in(shop, partner), till_in(other, partner, 2)
    assert check_pin(world.hub, here, cashier.id, "2580").name == "Динара"

    def refusal(till: TillKey, pin: str, who: CashierId = cashier.id) -> tuple[Refusal, str]:
        with pytest.raises(Refused) as caught:
            check_pin(world.hub, till, who, pin)
        return caught.value.refusal, caught.value.detail

    answers = {refusal(there, "2580"), refusal(here, "2581"), refusal(here, "1", CashierId(10**9))}
    change_cashier(world.hub, owner.actor, cashier.id, CashierChange(state=State.SUSPENDED))
    answers.add(refusal(here, "2580"))
    assert answers == {(Refusal.WRONG_CREDENTIALS, "PIN")}


def test_a_pin_cannot_be_guessed(world: AccessWorld) -> None:
    """Ten wrong ones at a till, then not even the right one for a while."""
    partner, owner = world.partner()
    shop = world.shop(owner, partner)
    cashier = add_cashier(world.hub, owner.actor, shop, "Динара", "2580")
    till = till_in(shop, partner)
    for number in range(attempts.OF_ONE_PIN.most):
        with pytest.raises(Refused):
            check_pin(world.hub, till, cashier.id, f"9{number:03}")
    with pytest.raises(Refused) as caught:
        check_pin(world.hub, till, cashier.id, "2580")
    assert caught.value.refusal is Refusal.TOO_MANY_ATTEMPTS
    world.clock.time += attempts.OF_ONE_PIN.window
    assert check_pin(world.hub, till, cashier.id, "2580").id == cashier.id


def test_a_new_pin_replaces_the_old(world: AccessWorld) -> None:
    """Only its hash is stored, and the log does not hold it."""
    partner, owner = world.partner()
    shop = world.shop(owner, partner)
    cashier = add_cashier(world.hub, owner.actor, shop, "Динара", "2580")
    change_cashier(world.hub, owner.actor, cashier.id, CashierChange(pin="1357"))
    with pytest.raises(Refused):
        check_pin(world.hub, till_in(shop, partner), cashier.id, "2580")
    assert check_pin(world.hub, till_in(shop, partner), cashier.id, "1357").id == cashier.id
    with world.hub.store.read() as work:
        stored = work.cashiers.pin_of(cashier.id) or ""
        rows = [entry for _, entry in work.audit.listed(Page(), frozenset({partner}))]
    assert stored.startswith("$argon2id$")
    assert not any("1357" in str(row) for row in rows)


def test_an_auditor_sees_and_changes_nothing(world: AccessWorld) -> None:
    """Shops, cashiers, all of it."""
    partner, owner = world.partner()
    shop = world.shop(owner, partner)
    auditor = with_role(Role.AUDITOR, Scope(partner))
    assert auditor.may(Permission.SHOPS_READ, Scope(partner))
    assert show_shop(world.hub, auditor, shop).id == shop
    assert list_cashiers(world.hub, auditor, shop, Page()) == []
    for attempt in (
        lambda: add_shop(world.hub, auditor, partner, "Нан", ""),
        lambda: change_shop(world.hub, auditor, shop, ShopChange(name="Нан")),
        lambda: add_cashier(world.hub, auditor, shop, "Динара", "2580"),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert forbidden(caught)
