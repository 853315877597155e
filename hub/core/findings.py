"""What a check of the ledger found, and how it is said."""

from dataclasses import dataclass
from enum import StrEnum

from hub.core.accounts import AccountId, AccountKind, account_of
from hub.core.ports.blocks import TrialRow


class Wrong(StrEnum):
    """What can be wrong with a ledger."""

    CHAIN = "chain"
    """A block is missing, altered, or does not follow the one before."""
    LEAVES = "leaves"
    """A block no longer holds what it sealed, so that it cannot name an entry."""
    ALTERED = "altered"
    """An entry is not what was sealed."""
    REMOVED = "removed"
    """A sealed entry is gone."""
    SLIPPED_IN = "slipped_in"
    """An entry stands among sealed ones and was never sealed."""
    REWRITTEN = "rewritten"
    """The past is not the one that somebody remembers."""
    BALANCE = "balance"
    """A balance is not the sum of its transfers."""
    FLOOR = "floor"
    """An account is below its floor."""
    LOT = "lot"
    """A lot does not hold what its transfers leave of it."""
    PURSE = "purse"
    """A member's balance is not what his lots come to."""
    HELD = "held"
    """What a member holds back is not what his open holds come to."""
    SUM = "sum"
    """All accounts together are not zero."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    wrong: Wrong
    words: str
    seq: int | None = None
    """The entry's place in the ledger."""
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of the whole ledger found."""

    blocks: int
    entries: int
    """How many were sealed."""
    unsealed: int
    findings: tuple[Finding, ...]
    trial: tuple[TrialRow, ...]

    @property
    def good(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.findings

    @property
    def first_entry(self) -> Finding | None:
        """Return the first entry that anyone altered, removed or slipped in."""
        return next((it for it in self.findings if it.seq is not None), None)

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON holds it."""
        return {
            "good": self.good,
            "blocks": self.blocks,
            "entries": self.entries,
            "unsealed": self.unsealed,
            "findings": [
                {"wrong": it.wrong.value, "words": it.words, "seq": it.seq, "block": it.block}
                for it in self.findings
            ],
            "trial_balance": trial_json(self.trial),
        }

    def to_text(self) -> str:
        """Return the report as people read it."""
        head = f"Sealed entries: {self.entries}, blocks: {self.blocks}; not yet: {self.unsealed}."
        said = [f"{it.wrong.value}: {it.words}" for it in self.findings]
        return "\n".join([head, *(said or ["Nothing is wrong."]), "", trial_text(self.trial)])


def account_name(number: AccountId) -> str:
    """Return how people call an account, such as `member 5 confirmed`."""
    try:
        account = account_of(number)
    except ValueError:
        return f"account {number}"
    whose = "member" if account.kind <= AccountKind.CHAIN else "partner"
    return f"{whose} {account.owner} {account.kind.name.lower()}"


def trial_json(trial: tuple[TrialRow, ...]) -> dict[str, object]:
    """Return the trial balance as JSON holds it."""
    rows = [
        {"kind": row.kind.name.lower(), "partner": row.partner, "accounts": row.accounts,
         "balance": row.balance}
        for row in trial
    ]  # fmt: skip
    return {"rows": rows, "sum": sum(row.balance for row in trial)}


def trial_text(trial: tuple[TrialRow, ...]) -> str:
    """Return the trial balance as a table."""
    rows = [
        f"{row.kind.name.lower():<12}"
        f"{'members' if row.partner is None else f'partner {row.partner}':<20}"
        f"{row.accounts:>10}{row.balance:>16}"
        for row in trial
    ]
    total = f"{'sum':<12}{'':<20}{'':>10}{sum(row.balance for row in trial):>16}"
    return "\n".join([f"{'account':<12}{'of':<20}{'accounts':>10}{'points':>16}", *rows, total])
