"""Partners' systems are told: each happening that they want, until it was taken, and signed."""

import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.adapters.webhook_sender import HttpWebhookSender
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.hub import Hub
from hub.core.webhooks import MOST_ATTEMPTS, MOST_WEBHOOKS, DeliveryState
from hub.usecases.deliver_webhooks import EACH, deliver_webhooks, forget_deliveries
from hub.usecases.live import FEED_KEPT_S, forget_feed
from hub.usecases.webhooks import (
    MadeWebhook,
    Wish,
    add_webhook,
    change_webhook,
    deliver_again,
    list_deliveries,
    list_webhooks,
    remove_webhook,
    renew_webhook_secret,
)
from tests.hub.hubs import SetClock, hub_on
from tests.hub.receivers import Receiver, receiving

SENDER = HttpWebhookSender(allowed=lambda it: it.is_loopback, plain=True)
EVERYTHING = Wish("https://hooks.example.kz/in", ("*",))


@pytest.fixture
def clock() -> SetClock:
    """Return the clock of `hub`."""
    return SetClock()


@pytest.fixture
def hub(store: DatabaseStore, clock: SetClock) -> Hub:
    """Return a hub over a fresh database."""
    return hub_on(DatabaseStore(store.engine, now=clock.now), clock)


@pytest.fixture
def partner(hub: Hub) -> PartnerId:
    """Return a partner."""
    with hub.store.begin() as work:
        return work.partners.add("Нан", None, PartnerState.ACTIVE, hub.clock.now())


def _owner(partner: int, role: Role = Role.OWNER) -> Actor:
    return Actor(StaffId(9), (Grant(role, Scope(PartnerId(partner))),))


def _at(hub: Hub, receiver: Receiver, partner: PartnerId, *kinds: str) -> MadeWebhook:
    """Return a webhook that leads to *receiver*, which no partner could name."""
    made = add_webhook(hub, CONSOLE, partner, Wish(EVERYTHING.url, kinds or ("*",)))
    with hub.store.begin() as work:
        there = replace(made.webhook, url=f"http://127.0.0.1:{receiver.port}/in")
        work.webhooks.change(there)
    return replace(made, webhook=there)


def _publish(hub: Hub, *kinds: str, partner: int) -> None:
    with hub.store.begin() as work:
        for kind in kinds:
            work.feed.publish(kind, {"voucher": 5}, partner=PartnerId(partner))


def test_what_a_partner_wants_is_told_once_and_signed(hub: Hub, partner: PartnerId) -> None:
    """Its own, of the kinds that it named, from when it asked on."""
    _publish(hub, "voucher.before", partner=partner)
    with receiving() as receiver:
        made = _at(hub, receiver, partner, "voucher.*")
        _publish(hub, "voucher.redeemed", "claim.made", partner=partner)
        _publish(hub, "voucher.redeemed", partner=partner + 1)
        first = deliver_webhooks(hub, SENDER)
        again = deliver_webhooks(hub, SENDER)
    assert (first["planned"], first["done"], again["planned"], again["done"]) == (1, 1, 0, 0)
    (told,) = receiver.told
    said = json.loads(told.body)
    assert (said["kind"], said["body"]) == ("voucher.redeemed", {"voucher": 5})
    time, event = told.headers["Baursak-Time"], told.headers["Baursak-Event"]
    assert event == str(said["id"])
    signed = f"{event}.{time}.".encode() + told.body
    expected = hmac.new(made.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert told.headers["Baursak-Signature"] == f"v1={expected}"


def test_what_is_not_taken_is_told_again_and_not_for_ever(
    hub: Hub, partner: PartnerId, clock: SetClock
) -> None:
    """Later each time, the same bytes under the same id; then it is given up and said so."""
    with receiving() as receiver:
        made = _at(hub, receiver, partner)
        _publish(hub, "a", partner=partner)
        receiver.status = 500
        tries = 0
        while True:
            deliver_webhooks(hub, SENDER)
            (delivery,) = list_deliveries(hub, CONSOLE, made.webhook.id, 0, 9)
            tries += 1
            if delivery.state is not DeliveryState.WAITING:
                break
            assert (delivery.attempts, delivery.last) == (tries, "answered 500")
            assert delivery.next_at > clock.time
            deliver_webhooks(hub, SENDER)  # too early
            clock.time = delivery.next_at
        assert (tries, delivery.state) == (MOST_ATTEMPTS, DeliveryState.GIVEN_UP)
        assert len(receiver.told) == MOST_ATTEMPTS
        assert len({told.body for told in receiver.told}) == 1
        receiver.status = 200
        deliver_again(hub, CONSOLE, made.webhook.id, delivery.position)
        deliver_webhooks(hub, SENDER)
    kinds = [json.loads(told.body)["kind"] for told in receiver.told[MOST_ATTEMPTS:]]
    assert sorted(kinds) == ["a", "webhook.given_up"]


def test_a_silent_system_keeps_no_other_waiting(hub: Hub, partner: PartnerId) -> None:
    """After one failure its other deliveries wait for the next time; the others' go on."""
    with receiving() as silent, receiving() as well:
        silent.status = 503
        _at(hub, silent, partner)
        _at(hub, well, partner)
        _publish(hub, *(f"k{n}" for n in range(EACH + 5)), partner=partner)
        counts = deliver_webhooks(hub, SENDER)
        assert (counts["planned"], counts["done"], counts["waiting"]) == (2 * EACH + 10, EACH, 1)
        assert (len(silent.told), len(well.told)) == (1, EACH)
        assert deliver_webhooks(hub, SENDER)["done"] == 5


def test_one_that_is_off_is_told_nothing_and_then_only_what_is_new(
    hub: Hub, partner: PartnerId
) -> None:
    """Off means off: what happened meanwhile is not poured out later."""
    with receiving() as receiver:
        made = _at(hub, receiver, partner)
        off = Wish(EVERYTHING.url, ("*",), active=False)
        change_webhook(hub, CONSOLE, made.webhook.id, off)
        _publish(hub, "meanwhile", partner=partner)
        assert deliver_webhooks(hub, SENDER)["planned"] == 0
        change_webhook(hub, CONSOLE, made.webhook.id, replace(off, active=True))
        assert deliver_webhooks(hub, SENDER)["planned"] == 0
    assert receiver.told == []


def test_two_workers_tell_it_once(hub: Hub, partner: PartnerId) -> None:
    """Whoever comes second finds the delivery taken."""
    with receiving() as receiver:
        made = _at(hub, receiver, partner)
        _publish(hub, "a", partner=partner)
        deliver_webhooks(hub, HttpWebhookSender(resolve=lambda _h, _p: []))
        deliver_again(hub, CONSOLE, made.webhook.id, 1)
        with hub.store.read() as work:
            (due,) = work.webhooks.due(hub.clock.now(), 9, 9)
        with hub.store.begin() as work:
            assert work.webhooks.take(due, due.next_at) is True
        with hub.store.begin() as work:
            assert work.webhooks.take(due, due.next_at) is False


def test_a_secret_is_shown_once_and_stored_nowhere(hub: Hub, partner: PartnerId) -> None:
    """Another one signs from when it was made; the old one signs nothing any more."""
    made = add_webhook(hub, CONSOLE, partner, EVERYTHING)
    renewed = renew_webhook_secret(hub, CONSOLE, made.webhook.id)
    assert made.secret.startswith("whs_")
    assert made.secret != renewed.secret
    assert made.webhook.salt != renewed.webhook.salt
    assert hub.keyring.tag("webhook", renewed.webhook.salt) not in renewed.webhook.salt


def test_only_who_may_sees_and_changes_them(hub: Hub, partner: PartnerId) -> None:
    """The owner of the partner; to another partner's owner there is none; all is written down."""
    made = add_webhook(hub, _owner(partner), partner, EVERYTHING)
    stranger, manager = _owner(partner + 1), _owner(partner, Role.MANAGER)
    for actor, refusal in ((stranger, Refusal.FORBIDDEN), (manager, Refusal.FORBIDDEN)):
        for forbidden in (
            lambda it=actor: add_webhook(hub, it, partner, EVERYTHING),
            lambda it=actor: list_webhooks(hub, it, partner),
        ):
            with pytest.raises(Refused) as caught:
                forbidden()
            assert caught.value.refusal is refusal
    number = made.webhook.id
    for unknown in (
        lambda: change_webhook(hub, stranger, number, EVERYTHING),
        lambda: renew_webhook_secret(hub, stranger, number),
        lambda: remove_webhook(hub, stranger, number),
        lambda: list_deliveries(hub, stranger, number, 0, 9),
        lambda: deliver_again(hub, stranger, number, 1),
    ):
        with pytest.raises(Refused) as caught:
            unknown()
        assert caught.value.refusal is Refusal.NOT_FOUND
    remove_webhook(hub, _owner(partner), number)
    assert list_webhooks(hub, _owner(partner), partner) == []


def test_there_are_only_so_many(hub: Hub, partner: PartnerId) -> None:
    """Nobody makes us call a thousand addresses."""
    for _ in range(MOST_WEBHOOKS):
        add_webhook(hub, CONSOLE, partner, EVERYTHING)
    with pytest.raises(Refused) as caught:
        add_webhook(hub, CONSOLE, partner, EVERYTHING)
    assert caught.value.refusal is Refusal.LIMIT_REACHED


def test_what_is_no_longer_kept_is_given_up(hub: Hub, partner: PartnerId, clock: SetClock) -> None:
    """A delivery whose happening is gone ends, and goes itself when it is old."""
    with receiving() as receiver:
        receiver.status = 500
        made = _at(hub, receiver, partner)
        _publish(hub, "a", partner=partner)
        deliver_webhooks(hub, SENDER)
        clock.time += FEED_KEPT_S + 1
        _publish(hub, "b", partner=partner)
        deliver_webhooks(hub, SENDER)
        assert forget_feed(hub) == 1
        clock.time += FEED_KEPT_S
        deliver_webhooks(hub, SENDER)
    (_, old) = list_deliveries(hub, CONSOLE, made.webhook.id, 0, 9)
    assert (old.state, old.last) == (DeliveryState.GIVEN_UP, "no longer kept")
    assert forget_deliveries(hub) == 1
