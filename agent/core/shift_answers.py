"""What a command may ask of the cashiers at this till, and what it is answered."""

from collections.abc import Mapping
from typing import Any

from agent.core.shift_keeping import Shifts


def answer_of(question: Mapping[str, Any], shifts: Shifts) -> dict[str, Any] | None:
    """Do what *question* asks and return the cashiers after it; None when it asks something else.

    AgentError for what cannot be done.
    """
    name, pin = str(question.get("name", "")), str(question.get("pin", ""))
    number = question.get("cashier")
    match question.get("ask"):
        case "cashiers":
            pass
        case "cashier_add":
            shifts.add_cashier(name, pin)
        case "cashier_pin":
            shifts.change_pin(_number(number), pin)
        case "cashier_retire":
            shifts.retire(_number(number))
        case _:
            return None
    return {"cashiers": [{"number": it.number, "name": it.name} for it in shifts.cashiers()]}


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0
