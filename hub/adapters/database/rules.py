"""The Rules port over the database."""

from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, insert, or_, select, update
from sqlalchemy.sql.expression import ColumnElement

from contracts.wire.units import UnixTime
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.receipts import earning_rules
from hub.core.earning_records import rule_from, rule_terms
from hub.core.earning_rules import EarningRule, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.ports.receipts import RuleRow


class DatabaseRules:
    """The earning rules of the partners, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_force(self, partner: PartnerId, at: UnixTime) -> list[EarningRule]:
        """Return the partner's rules that were in force then."""
        rows = _IN_FORCE.on(self._connection, {"partner": partner, "at": at})
        return [_rule(row) for row in rows]

    def ever(self, partner: PartnerId) -> list[EarningRule]:
        """Return all rules that a partner has, had or will have."""
        found = select(earning_rules).where(
            earning_rules.c.partner == partner, earning_rules.c.active
        )
        rows = self._connection.execute(found.order_by(earning_rules.c.id))
        return [_rule(row) for row in rows]

    def get(self, rule: RuleId) -> EarningRule | None:
        """Return a rule, whether in force or not."""
        found = select(earning_rules).where(earning_rules.c.id == rule)
        row = self._connection.execute(found).first()
        return None if row is None else _rule(row)

    def listed(self, partner: PartnerId, after: int, limit: int) -> list[RuleRow]:
        """Return a page of a partner's rules, by id."""
        found = (
            select(earning_rules)
            .where(
                earning_rules.c.partner == partner, earning_rules.c.active,
                earning_rules.c.id > after,
            )
            .order_by(earning_rules.c.id)
            .limit(limit)
        )  # fmt: skip
        return [
            RuleRow(
                _rule(row),
                UnixTime(row.created_at),
                None if row.replaces is None else RuleId(row.replaces),
            )
            for row in self._connection.execute(found)
        ]

    def add(self, rule: EarningRule, at: UnixTime, replaces: RuleId | None) -> RuleId:
        """Add a rule; its id is the database's."""
        adding = insert(earning_rules).values(
            partner=rule.partner, kind=rule.kind.value, created_at=at, replaces=replaces,
            active=True, **_changing(rule),
        )  # fmt: skip
        made = self._connection.execute(adding.returning(earning_rules.c.id))
        return RuleId(made.scalar_one())

    def change(self, rule: EarningRule) -> None:
        """Store a rule."""
        self._connection.execute(
            update(earning_rules).where(earning_rules.c.id == rule.id).values(_changing(rule))
        )

    def withdraw(self, rule: RuleId) -> None:
        """Take away a rule that has never been in force."""
        self._connection.execute(
            update(earning_rules).where(earning_rules.c.id == rule).values(active=False)
        )

    def count(self, partner: PartnerId, at: UnixTime) -> int:
        """Return how many rules are in force then or later."""
        found = select(func.count()).where(
            earning_rules.c.partner == partner, earning_rules.c.active, _until(at)
        )
        return self._connection.execute(found).scalar_one()


def _until(at: UnixTime) -> ColumnElement[bool]:
    return or_(earning_rules.c.valid_until.is_(None), earning_rules.c.valid_until > at)


_AT: Final[BindParameter[int]] = bindparam("at")
_IN_FORCE: Final = Prepared(
    select(earning_rules)
    .where(
        earning_rules.c.partner == bindparam("partner"), earning_rules.c.active,
        earning_rules.c.valid_from <= _AT,
        or_(earning_rules.c.valid_until.is_(None), earning_rules.c.valid_until > _AT),
    )
    .order_by(earning_rules.c.id)
)  # fmt: skip


def _changing(rule: EarningRule) -> dict[str, Any]:
    return {
        "name": rule.name, "body": rule_terms(rule), "valid_from": rule.since,
        "valid_until": rule.until,
    }  # fmt: skip


def _rule(row: Row[Any]) -> EarningRule:
    return rule_from(
        RuleId(row.id), PartnerId(row.partner), RuleKind(row.kind), UnixTime(row.valid_from),
        None if row.valid_until is None else UnixTime(row.valid_until), row.body,
    )  # fmt: skip
