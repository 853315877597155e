"""Member cards: staff gives them to who has no phone, members make one for grandma's purse.

Whoever changes a card has locked its member's row first.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from contracts.wire import card as wire
from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId
from hub.core.access.actor import Actor
from hub.core.access.people import LARGEST_PAGE, Member, Page, PartnerState, proper_name
from hub.core.access.roles import Permission
from hub.core.cards import CardState, MemberCard, WrongPin, number_of, require_card_pin
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.reasons import require_reason

KEY_ID: Final = KeyId(0)
"""The key that new cards are sealed with."""
_TRIES: Final = 16
"""Random numbers that may all be given: with a million cards, never."""
_LANGUAGES: Final = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class NewCard:
    """Who is to have a card."""

    partner: PartnerId
    """Whose staff gives it."""
    pin: str = field(repr=False)
    name: str = ""
    language: str = "ru"


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with what is printed on it."""

    card: MemberCard
    code: str = field(repr=False)
    name: str
    partner: str = ""
    """By name, where its staff gave it."""


def give_card(hub: Hub, actor: Actor, wanted: NewCard) -> ShownCard:
    """Make a member who has no phone, and the card that earns for him."""
    if not _reaches(actor, Permission.CARDS_GIVE, wanted.partner):
        raise Refused(Refusal.FORBIDDEN, f"no cards of partner {wanted.partner}")
    require_card_pin(wanted.pin)
    name = proper_name(wanted.name) if wanted.name.strip() else ""
    if wanted.language not in _LANGUAGES:
        raise Refused(Refusal.VALIDATION, "language: kk, ru or en")
    hashed = hub.passwords.hash(wanted.pin)
    with hub.store.begin() as work:
        now = hub.clock.now()
        member = work.members.add(None, name, wanted.language, now)
        work.ledger.open_member(member)
        made = _made(work, hub, member, hashed, wanted.partner)
        work.audit.write(
            actor.entry(now, "card.give", f"card {made.number}", wanted.partner, member=member)
        )
        return _shown(hub, made, name)


def list_cards(hub: Hub, actor: Actor, page: Page) -> list[tuple[MemberCard, str]]:
    """Return the cards that this person's partners gave, newest first, with members' names."""
    actor.require_somewhere(Permission.CARDS_READ)
    with hub.store.read() as work:
        return work.cards.listed(page, actor.partners(Permission.CARDS_READ))


def giving_partners(hub: Hub, actor: Actor) -> list[tuple[PartnerId, str]]:
    """Return the partners whose cards this person may give."""
    with hub.store.read() as work:
        only = actor.partners(Permission.CARDS_GIVE)
        found = work.partners.listed(Page(limit=LARGEST_PAGE), only)
    return [(it.id, it.name) for it in found if it.state is PartnerState.ACTIVE]


def find_card(hub: Hub, actor: Actor, number: int) -> tuple[MemberCard, str] | None:
    """Return one card with its member's name, None where this person sees none."""
    with hub.store.read() as work:
        card = work.cards.get(number)
        if card is None or not _reaches(actor, Permission.CARDS_READ, card.partner):
            return None
        member = work.members.get(card.member)
        return card, "" if member is None else member.first_name


def show_card(hub: Hub, actor: Actor, number: int) -> ShownCard:
    """Return a card as it is printed, for who may give cards."""
    with hub.store.read() as work:
        card = _given(work, actor, number, Permission.CARDS_GIVE)
        card.require_active()
        member = work.members.get(card.member)
        shown = _shown(hub, card, "" if member is None else member.first_name)
        partner = None if card.partner is None else work.partners.get(card.partner)
        return shown if partner is None else replace(shown, partner=partner.name)


def block_card(hub: Hub, actor: Actor, number: int) -> MemberCard:
    """Block a card that was lost; twice is once."""
    with hub.store.begin() as work:
        card = _locked(work, actor, number)
        if card.state is CardState.ACTIVE:
            card = _ended(work, hub, card, CardState.BLOCKED)
            entry = actor.entry(hub.clock.now(), "card.block", f"card {number}", card.partner)
            work.audit.write(entry)
        return card


def replace_card(hub: Hub, actor: Actor, number: int) -> ShownCard:
    """Give the member of a card another one with the same PIN; the old one does nothing more."""
    require_reason(actor)
    with hub.store.begin() as work:
        old = _locked(work, actor, number)
        if old.state is CardState.REPLACED:
            raise Refused(Refusal.CONFLICT, f"card {number} was replaced before")
        member = _alive(work.members.get(old.member))
        if work.cards.of_member(old.member) not in (None, old):
            raise Refused(Refusal.CONFLICT, f"the member of card {number} has another one")
        _ended(work, hub, old, CardState.REPLACED)
        made = _made(work, hub, old.member, old.pin, old.partner)
        work.cards.set_tries(made.number, old.tries)
        work.audit.write(
            actor.entry(hub.clock.now(), "card.replace", f"card {number}", old.partner,
                        by=made.number)
        )  # fmt: skip
        return _shown(hub, made, member.first_name)


def give_pin(hub: Hub, actor: Actor, number: int, pin: str) -> MemberCard:
    """Give a card a new PIN, which its member typed, with a reason; its tries begin anew."""
    require_reason(actor)
    require_card_pin(pin)
    hashed = hub.passwords.hash(pin)
    with hub.store.begin() as work:
        card = _locked(work, actor, number)
        card.require_active()
        work.cards.set_pin(number, hashed)
        entry = actor.entry(hub.clock.now(), "card.pin", f"card {number}", card.partner)
        work.audit.write(entry)
        return replace(card, pin=hashed)


def own_card(hub: Hub, member: MemberId) -> ShownCard | None:
    """Return a member's card, None where he has none."""
    with hub.store.read() as work:
        found = work.cards.of_member(member)
        person = work.members.get(member)
        return None if found is None else _shown(hub, found, person.first_name if person else "")


def make_own_card(hub: Hub, member: MemberId, pin: str) -> ShownCard:
    """Make a card for a member; he has one at a time."""
    require_card_pin(pin)
    hashed = hub.passwords.hash(pin)
    with hub.store.begin() as work:
        person = _alive(work.members.lock(member))
        if work.cards.of_member(member) is not None:
            raise Refused(Refusal.CONFLICT, f"member {member} has a card")
        return _shown(hub, _made(work, hub, member, hashed, None), person.first_name)


def block_own_card(hub: Hub, member: MemberId) -> None:
    """Block a member's card; without one nothing happens."""
    with hub.store.begin() as work:
        _alive(work.members.lock(member))
        found = work.cards.of_member(member)
        if found is not None:
            _ended(work, hub, found, CardState.BLOCKED)


def change_own_pin(hub: Hub, member: MemberId, old: str, new: str) -> None:
    """Give a member's card another PIN, for who knows the old one."""
    require_card_pin(new)
    with hub.store.read() as work:
        found = work.cards.of_member(member)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, f"member {member} has no card")
    checked = check_card_pin(hub, found.number, old)
    hashed = hub.passwords.hash(new)
    with hub.store.begin() as work:
        _alive(work.members.lock(member))
        # While it was hashed, staff may have blocked the card or given it another PIN.
        right_pin(work, checked)
        work.cards.set_pin(found.number, hashed)


def check_card_pin(hub: Hub, number: int, pin: str) -> MemberCard:
    """Return a card whose PIN this is; each wrong one counts, and then it waits.

    The try is counted before it is looked at, in a transaction of its own. Whoever does something
    with the answer forgets the tries by `right_pin`, together with what he does.
    """
    now = hub.clock.now()
    with hub.store.begin() as work:
        found = work.cards.get(number)
        if found is None:
            raise Refused(Refusal.NOT_FOUND, f"card {number}")
        work.members.lock(found.member)
        found = work.cards.get(number)
        assert found is not None, "cards are never deleted"
        found.require_active()
        tries = found.tries.begun(now)
        work.cards.set_tries(number, tries)
    # Outside of any transaction: the hash takes long, and others are waiting to write.
    if not found.pin or not hub.passwords.verify(found.pin, pin):
        raise WrongPin(tries, now)
    return found


def right_pin(work: Work, checked: MemberCard) -> MemberCard:
    """Forget the tries of a card whose PIN was right, its member locked; or refuse."""
    found = work.cards.get(checked.number)
    assert found is not None, "cards are never deleted"
    found.require_active()
    if found.pin != checked.pin:
        raise Refused(Refusal.CONFLICT, f"card {found.number} has another PIN by now")
    work.cards.set_tries(found.number, type(found.tries)())
    return found


def card_of(work: Work, hub: Hub, code: str) -> MemberCard:
    """Return the active card that bears *code*; or refuse."""
    said = wire.unseal(code, lambda key_id: _key(hub, key_id))
    found = work.cards.get(said.number)
    if found is None or found.key_id != said.key_id:
        raise Refused(Refusal.NOT_FOUND, f"card {said.number}")
    found.require_active()
    return found


def code_of(hub: Hub, card: MemberCard) -> str:
    """Return what is printed on a card: made anew each time, stored nowhere."""
    return card.code(_key(hub, card.key_id))


def _made(
    work: Work, hub: Hub, member: MemberId, pin: str, partner: PartnerId | None
) -> MemberCard:
    """Add a card under a number that nobody has."""
    for _ in range(_TRIES):
        number = number_of(hub.random.octets(8))
        if number is None:
            continue
        card = MemberCard(number, member, KEY_ID, CardState.ACTIVE, partner, hub.clock.now(),
                          pin=pin)  # fmt: skip
        if work.cards.add(card):
            return card
    raise Refused(Refusal.BUSY, "no free card number")


def _shown(hub: Hub, card: MemberCard, name: str) -> ShownCard:
    return ShownCard(card, code_of(hub, card), name)


def _key(hub: Hub, key_id: KeyId) -> bytes:
    return hub.keyring.key(KeyKind.CARD, 0, key_id)


def _given(work: Work, actor: Actor, number: int, needed: Permission) -> MemberCard:
    """Return a card that this person's partner gave; to others it is not there."""
    card = work.cards.get(number)
    if card is None or not _reaches(actor, needed, card.partner):
        raise Refused(Refusal.NOT_FOUND, f"card {number}")
    return card


def _reaches(actor: Actor, needed: Permission, partner: PartnerId | None) -> bool:
    """Whether a person may do that at any shop of *partner*: its cards are good at all of them.

    A card that a member made himself is only the operator's.
    """
    if partner is None:
        return actor.may(needed)
    partners = actor.partners(needed)
    return partners is None or partner in partners


def _locked(work: Work, actor: Actor, number: int) -> MemberCard:
    """Return a card that this person may change, its member locked."""
    card = _given(work, actor, number, Permission.CARDS_EDIT)
    work.members.lock(card.member)
    return _given(work, actor, number, Permission.CARDS_EDIT)


def _ended(work: Work, hub: Hub, card: MemberCard, state: CardState) -> MemberCard:
    now = hub.clock.now()
    work.cards.end(card.number, state, now)
    return replace(card, state=state, ended_at=now)


def _alive(member: Member | None) -> Member:
    if member is None or member.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, "no such member")
    return member
