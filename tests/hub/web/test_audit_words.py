"""Each action that the code can write into the log has its words."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from hub.core.ports.exports import Export
from hub.core.reviews import Decision
from hub.core.rewards.catalogue import RewardState
from hub.web.owner.audit import KINDS
from hub.web.owner.audit_words import ACTIONS, NUMBERED, SUBJECTS, action_words, subject_words
from hub.web.owner.texts_audit import AUDIT

USECASES: Final = Path(__file__).parents[3] / "hub" / "usecases"
_CODE: Final = re.compile(r"[a-z]+\.[a-z_]+")
_WRITERS: Final = {"entry", "Entry", "_write", "_role_entry"}
"""What is called with the action that a row of the log gets."""
_MADE: Final = {
    "export.": {f"export.{it.value}" for it in Export},
    "review.": {f"review.{it.value}" for it in Decision},
    "reward.": {f"reward.{it.value}" for it in RewardState},
}
"""Actions that are put together, by how they begin."""


def written() -> set[str]:
    """Return every action that a use case hands to the log."""
    found: set[str] = set()
    for file in sorted(USECASES.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (it for it in ast.walk(tree) if isinstance(it, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else (
                call.func.id if isinstance(call.func, ast.Name) else ""
            )  # fmt: skip
            if called in _WRITERS:
                inside = {node for it in _arguments(call) for node in ast.walk(it)}
                found.update(_actions(inside, named))
        # A choice between two, made before the call.
        for node in (it for it in ast.walk(tree) if isinstance(it, ast.IfExp)):
            pair = {it.value for it in (node.body, node.orelse) if isinstance(it, ast.Constant)}
            found.update(it for it in pair if isinstance(it, str) and _CODE.fullmatch(it))
    return found


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(it.value for it in call.keywords if it.arg == "action")]


def _actions(inside: set[ast.AST], named: Mapping[str, object]) -> Iterator[str]:
    for node in inside:
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield from _MADE.get(str(node.values[0].value), set())
        said = node.value if isinstance(node, ast.Constant) else (
            named.get(node.id) if isinstance(node, ast.Name) else None
        )  # fmt: skip
        if isinstance(said, str) and _CODE.fullmatch(said):
            yield said


def test_every_action_that_is_written_has_its_words() -> None:
    """And no words are kept for what nobody writes."""
    actions = written()
    assert {"voucher.cancel", "member.unblock", "chain.assign_return", "rule.add"} <= actions
    assert actions - set(ACTIONS) == set(), "an action without words: audit_words.ACTIONS"
    assert set(ACTIONS) - actions == set()


def test_every_action_is_spoken_in_three_languages() -> None:
    """None is its English, none is another's."""
    for spoken in (*ACTIONS.values(), *SUBJECTS.values()):
        assert all(spoken)
        assert spoken[2] not in spoken[:2]
    for place in range(3):
        assert len({it[place] for it in ACTIONS.values()}) == len(ACTIONS)


def test_what_can_be_chosen_is_something_that_happens() -> None:
    """Every kind to choose is the first word of an action, and has its name."""
    first = {it.partition(".")[0] for it in ACTIONS}
    assert set(KINDS) <= first
    assert {f"auk_{it}" for it in (*KINDS, *NUMBERED)} <= set(AUDIT)


def test_subjects_are_said_in_words() -> None:
    """What has none is shown as the log has it; so is an action of a newer program."""
    assert subject_words("voucher 7", "kk") == "№ 7 ваучер"
    assert subject_words("member 3", "ru") == "участник № 3"
    assert subject_words("adjustment 0123456789abcdef", "en") == "adjustment 01234567"
    for odd in ("policy", "100 to 200", "a new partner", "member"):
        assert subject_words(odd, "en") == odd
    assert action_words("moon.land", "kk") == "moon.land"
