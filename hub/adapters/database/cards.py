"""The Cards port over the database."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from contracts.wire.units import KeyId, TillId, UnixTime
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.cards import card_receipts, member_cards
from hub.adapters.database.taken import saying_taken
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.cards import CardReceipt, CardState, MemberCard, PinTries
from hub.core.ids import MemberId, PartnerId

_CARD: Final = member_cards.c
_ACTIVE: Final = CardState.ACTIVE.value


class DatabaseCards:
    """Member cards, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, card: MemberCard) -> bool:
        """Add a card; False when its number is given. Taken when its member has an active one."""
        row = {
            "number": card.number, "member": card.member, "key_id": card.key_id,
            "state": card.state.value, "partner": card.partner, "issued_at": card.issued_at,
            "ended_at": card.ended_at, "pin": card.pin,
        }  # fmt: skip
        adding = inserting(self._connection, member_cards).values(row)
        adding = adding.on_conflict_do_nothing(index_elements=[_CARD.number])
        with saying_taken(self._connection):
            made = self._connection.execute(adding.returning(_CARD.number))
            return made.first() is not None

    def get(self, number: int) -> MemberCard | None:
        """Return a card."""
        return self.among([number]).get(number)

    def among(self, numbers: Collection[int]) -> dict[int, MemberCard]:
        """Return the cards of these numbers."""
        asked = select(member_cards).where(_CARD.number.in_(sorted(set(numbers))))
        return {row.number: _card(row) for row in self._connection.execute(asked)}

    def of_member(self, member: MemberId) -> MemberCard | None:
        """Return a member's active card."""
        asked = select(member_cards).where(_CARD.member == member, _CARD.state == _ACTIVE)
        row = self._connection.execute(asked).first()
        return None if row is None else _card(row)

    def listed(self, page: Page, only: frozenset[PartnerId] | None) -> list[tuple[MemberCard, str]]:
        """Return a page of cards with their members' names, newest first."""
        asked = select(member_cards, members.c.first_name).join(
            members, members.c.id == _CARD.member
        )
        if only is not None:
            asked = asked.where(_CARD.partner.in_(sorted(only)))
        asked = asked.order_by(_CARD.issued_at.desc(), _CARD.number)
        asked = asked.offset(page.after).limit(page.limit)
        return [(_card(row), row.first_name) for row in self._connection.execute(asked)]

    def end(self, number: int, state: CardState, at: UnixTime) -> None:
        """Let a card do nothing any more."""
        self._change(number, {"state": state.value, "ended_at": at})

    def set_pin(self, number: int, pin: str) -> None:
        """Give a card a PIN by its hash; its tries begin anew."""
        self._change(number, {"pin": pin, "wrong": 0, "wait_until": 0})

    def set_tries(self, number: int, tries: PinTries) -> None:
        """Note how the tries at a card's PIN stand."""
        self._change(number, {"wrong": tries.wrong, "wait_until": tries.wait_until})

    def hand_over(self, member: MemberId, to: MemberId, at: UnixTime) -> None:
        """End a member's card, and let another account of the same person have what it did."""
        his = _CARD.member == member
        ended = {"state": CardState.REPLACED.value, "ended_at": at}
        active = his & (_CARD.state == _ACTIVE)
        self._connection.execute(update(member_cards).where(active).values(ended))
        self._connection.execute(update(member_cards).where(his).values(member=to))

    def note(self, receipt: CardReceipt) -> None:
        """Keep what became of a receipt for a card."""
        self._connection.execute(
            insert(card_receipts).values(
                till=receipt.till, sequence=receipt.sequence, claim=receipt.claim,
                card=receipt.card, member=receipt.member, at=receipt.at,
                outcome=receipt.outcome.value, refusal=receipt.refusal,
            )
        )  # fmt: skip

    def refused(self, till: TillId, sequences: Sequence[int]) -> dict[int, str]:
        """Return which of a till's events gave nothing, with the refusal."""
        if not sequences:
            return {}
        table = card_receipts.c
        asked = select(table.sequence, table.refusal).where(
            table.till == till,
            table.sequence.between(min(sequences), max(sequences)),
            table.refusal.is_not(None),
        )
        wanted = set(sequences)
        rows = self._connection.execute(asked)
        return {row.sequence: row.refusal for row in rows if row.sequence in wanted}

    def _change(self, number: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(member_cards).where(_CARD.number == number).values(values))


def _card(row: Row[Any]) -> MemberCard:
    return MemberCard(
        number=row.number,
        member=MemberId(row.member),
        key_id=KeyId(row.key_id),
        state=CardState(row.state),
        partner=None if row.partner is None else PartnerId(row.partner),
        issued_at=UnixTime(row.issued_at),
        ended_at=None if row.ended_at is None else UnixTime(row.ended_at),
        pin=row.pin,
        tries=PinTries(row.wrong, UnixTime(row.wait_until)),
    )
