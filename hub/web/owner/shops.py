"""The shops on the dashboard: name and address, cashiers, the settings of all their tills."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId
from hub.core.access.people import (
    LARGEST_PAGE,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    Cashier,
    Page,
    Shop,
    State,
)
from hub.core.access.roles import Permission
from hub.core.ids import CashierId, PartnerId
from hub.core.ports.tills import TillView
from hub.core.till_settings import has_taken_over
from hub.core.tills import TillState
from hub.usecases import shops as use
from hub.usecases.till_states import rotate_shop_key
from hub.usecases.tills import list_tills, set_shop_settings, shop_settings
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.done import done_here, is_done
from hub.web.owner.form import Form
from hub.web.owner.frame import SHOPS, away, owner, page, seen
from hub.web.owner.places import Places
from hub.web.owner.table import csv_file
from hub.web.owner.till_form import DAYS, filled, read_settings, shown_fields
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment

_DONE: Final = {
    "saved": "hs_done_saved", "state": "hs_done_state", "key": "hs_done_key",
    "cashier": "hs_done_cashier",
}  # fmt: skip
_HEAD: Final = ("id", "partner", "name", "address", "state", "online_only", "created_at")
_LONGEST_PIN: Final = 8


@owner.get("/shops")
@require_page(Permission.SHOPS_READ)
def show_shops() -> Response:
    """Show the shops that one may see, and a form to add another."""
    return _listed(Form(seen().language, {}))


@owner.get("/shops.csv")
@require_page(Permission.SHOPS_READ)
def csv_shops() -> Response:
    """Give them as a table."""
    places = Places.seen_by(seen())
    return csv_file("shops", _HEAD, (
        (it.id, places.partner(it.partner), it.name, it.address, it.state, int(it.online_only),
         it.created_at)
        for it in places.shops.values()
    ))  # fmt: skip


@owner.post("/shops")
@require_page(Permission.SHOPS_EDIT)
def make_shop() -> Response:
    """Add a shop."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    partners = Places.seen_by(viewer).partners_for(viewer, Permission.SHOPS_EDIT)
    partner = form.choice("partner", [str(number) for number, _ in partners])
    name, address = _name_and_address(form)
    if form.good:
        try:
            made = use.add_shop(
                viewer.hub, viewer.actor, PartnerId(int(partner)), name, address
            )  # fmt: skip
        except Refused as refused:
            form.blame_refused(refused, "name")
        else:
            return away(f"{SHOPS}/{made.id}?done=saved")
    return _listed(form, 422)


@owner.get("/shops/<int:number>")
@require_page(Permission.SHOPS_READ)
def show_shop(number: int) -> Response:
    """Show one shop."""
    return _one(number, Form(seen().language, {}))


@owner.post("/shops/<int:number>")
@require_page(Permission.SHOPS_EDIT)
def rename_shop(number: int) -> Response:
    """Give a shop another name or address."""
    require_own_page(the_claims())
    form = Form(seen().language)
    name, address = _name_and_address(form)
    change = use.ShopChange(name=name, address=address)
    return _do(number, form, "saved", lambda: use.change_shop(
        the_hub(), the_actor(), ShopId(number), change
    ), "name")  # fmt: skip


@owner.post("/shops/<int:number>/state")
@require_page(Permission.SHOPS_EDIT)
def close_shop(number: int) -> Response:
    """Close a shop, or open it again."""
    require_own_page(the_claims())
    form = Form(seen().language)
    change = use.ShopChange(state=State(form.choice("state", tuple(State))))
    return _do(number, form, "state", lambda: use.change_shop(
        the_hub(), the_actor(), ShopId(number), change
    ))  # fmt: skip


@owner.post("/shops/<int:number>/settings")
@require_page(Permission.TILLS_EDIT)
def set_all_tills(number: int) -> Response:
    """Set what holds for all tills of a shop."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    settings = read_settings(form, viewer.words, of_shop=True)
    return _do(number, form, "saved", lambda: set_shop_settings(
        viewer.hub, viewer.actor, ShopId(number), settings
    ), about="settings")  # fmt: skip


@owner.post("/shops/<int:number>/key")
@require_page(Permission.TILLS_EDIT)
def change_shop_key(number: int) -> Response:
    """Give the tills of a shop their next voucher key."""
    require_own_page(the_claims())
    form = Form(seen().language)
    stolen = form.ticked("stolen")
    return _do(number, form, "key", lambda: rotate_shop_key(
        the_hub(), the_actor(), ShopId(number), stolen=stolen
    ))  # fmt: skip


@owner.post("/shops/<int:number>/cashiers")
@require_page(Permission.CASHIERS_EDIT)
def make_cashier(number: int) -> Response:
    """Add a cashier."""
    require_own_page(the_claims())
    form = Form(seen().language)
    name, pin = form.text("name", LONGEST_NAME), _pin(form, required=True) or ""
    return _do(number, form, "cashier", lambda: use.add_cashier(
        the_hub(), the_actor(), ShopId(number), name, pin
    ), about="cashier")  # fmt: skip


@owner.post("/shops/<int:number>/cashiers/<int:cashier>")
@require_page(Permission.CASHIERS_EDIT)
def alter_cashier(number: int, cashier: int) -> Response:
    """Give a cashier another name or PIN, or set him to work or not."""
    require_own_page(the_claims())
    form = Form(seen().language)
    if "state" in form.values:
        change = use.CashierChange(state=State(form.choice("state", tuple(State))))
    else:
        name, pin = form.text("name", LONGEST_NAME), _pin(form, required=False)
        change = use.CashierChange(name=name, pin=pin)
    known = use.list_cashiers(the_hub(), the_actor(), ShopId(number), Page(limit=LARGEST_PAGE))
    if cashier not in {it.id for it in known}:
        raise Refused(Refusal.NOT_FOUND, "cashier")
    return _do(number, form, "cashier", lambda: use.change_cashier(
        the_hub(), the_actor(), CashierId(cashier), change
    ), about=f"cashier-{cashier}")  # fmt: skip


def _do(
    number: int, form: Form, word: str, act: Callable[[], object],
    field: str = "", about: str = "",
) -> Response:  # fmt: skip
    """Do it and say so on the shop's page; or show there what is wrong. *about* is which form."""

    def blame(refused: Refused) -> None:
        pin = "pin" in refused.detail.casefold() and "pin" in form.values
        form.blame_refused(refused, "pin" if pin else field)
        if pin:
            form.problems["pin"] = seen().words["ca_pin_wrong"]

    if is_done(form, act, blame):
        return away(f"{SHOPS}/{number}?done={word}")
    return _one(number, form, 422, about)


def _name_and_address(form: Form) -> tuple[str, str]:
    return (
        form.text("name", LONGEST_NAME),
        form.text("address", LONGEST_ADDRESS, required=False),
    )


def _pin(form: Form, *, required: bool) -> str | None:
    said = form.text("pin", _LONGEST_PIN, required=required)
    return said or None


def _listed(form: Form, status: int = 200) -> Response:
    viewer = seen()
    places = Places.seen_by(viewer)
    tills = list_tills(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
    items = [
        {
            **_facts(viewer.words, places, it),
            "tills": sum(view.till.shop == it.id for view in tills),
        }
        for it in sorted(places.shops.values(), key=lambda it: (it.state.value, it.name))
    ]
    return page(
        "shops", status, form=form, items=items, many=len(places.partners) > 1,
        partners=places.partners_for(viewer, Permission.SHOPS_EDIT), longest=LONGEST_NAME,
        longest_address=LONGEST_ADDRESS,
    )  # fmt: skip


def _one(number: int, form: Form, status: int = 200, about: str = "") -> Response:
    viewer, shop = seen(), ShopId(number)
    words, actor = viewer.words, viewer.actor
    found = use.show_shop(viewer.hub, actor, shop)
    scope = use.scope_of(found)
    cashiers: list[Cashier] = []
    if actor.may(Permission.CASHIERS_READ, scope):
        cashiers = use.list_cashiers(viewer.hub, actor, shop, Page(limit=LARGEST_PAGE))
    facts: dict[str, Any] = {"settings": None, "tills": []}
    if actor.may(Permission.TILLS_READ, scope):
        settings = shop_settings(viewer.hub, actor, shop)
        values = form.values if about == "settings" else filled(settings)
        facts["settings"] = Form(viewer.language, values)
        facts["settings"].problems = form.problems if about == "settings" else {}
        views = list_tills(viewer.hub, actor, Page(limit=LARGEST_PAGE))
        facts["tills"] = [_till(words, viewer.language, it) for it in views if it.till.shop == shop]
    known = {"name": found.name, "address": found.address}
    return page(
        "shop", status, form=form, about=about, done=done_here(words, _DONE),
        own=_filled(viewer, form, not about, known),
        it=_facts(words, Places.seen_by(viewer), found),
        groups=shown_fields(words, None), days=[words[it] for it in DAYS],
        cashiers=[
            {"id": it.id, "name": it.name, "on": it.state is State.ACTIVE,
             "form": _filled(viewer, form, about == f"cashier-{it.id}", {"name": it.name})}
            for it in cashiers
        ],
        sees_cashiers=actor.may(Permission.CASHIERS_READ, scope),
        edits=actor.may(Permission.SHOPS_EDIT, scope),
        sees_log=actor.may(Permission.AUDIT_READ, scope),
        edits_tills=actor.may(Permission.TILLS_EDIT, scope),
        edits_cashiers=actor.may(Permission.CASHIERS_EDIT, scope),
        longest=LONGEST_NAME, longest_address=LONGEST_ADDRESS, **facts,
    )  # fmt: skip


def _filled(viewer: Seen, form: Form, mine: object, known: dict[str, str]) -> Form:
    """Return the form that was sent when it is this one, else one that holds what is known."""
    found = Form(viewer.language, known | form.values if mine else known)
    found.problems = form.problems if mine else {}
    return found


def _facts(words: dict[str, str], places: Places, it: Shop) -> dict[str, Any]:
    is_open = it.state is State.ACTIVE
    return {
        "id": it.id,
        "name": it.name,
        "address": it.address,
        "partner": places.partner(it.partner),
        "is_open": is_open,
        "state": words["sh_open" if is_open else "sh_closed"],
        "online_only": it.online_only,
    }


def _till(words: dict[str, str], spoken: str, view: TillView) -> dict[str, Any]:
    """Return one till of a shop: whether it works with the settings that stand here."""
    till = view.till
    taken = has_taken_over(till)
    since = (
        words["se_taken"].format(time=moment(till.config_since, spoken))
        if taken and till.config_since
        else ""
    )
    return {
        "id": till.id,
        "name": till.name,
        "state": words[f"t_{till.state.value}"],
        "works": till.state is TillState.ACTIVE,
        "taken": taken,
        "since": since or words["se_waits"],
    }
