"""Which constraint a write broke, by our own names, on either database."""

import re
from typing import Final

from sqlalchemy.exc import IntegrityError

_SQLITE: Final = re.compile(r"(CHECK|UNIQUE) constraint failed: (.+)")
_INDEX: Final = re.compile(r"index '(\w+)'")


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint, such as `ck_rewards_stock` or `uq_members_telegram`.

    SQLite names columns where PostgreSQL names a unique constraint: they are put into our naming
    convention, so that both say the same.
    """
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    found = _SQLITE.search(str(error.orig))
    if found is None:
        return ""
    if found[1] == "CHECK":
        return found[2]
    if index := _INDEX.search(found[2]):
        return index[1]
    columns = [name.strip().split(".") for name in found[2].split(",")]
    return "uq_" + "_".join([columns[0][0], *(column[-1] for column in columns)])
