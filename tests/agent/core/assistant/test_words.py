"""The assistant's words: the same in three languages, none missing, none without a use."""

import ast
import errno
import os
import re
from pathlib import Path
from string import Formatter

import pytest

from agent.assistant import saying
from agent.core import eligibility, misgivings, reading, totals
from agent.core.assistant import assistant
from agent.core.assistant.blocks import Standing
from agent.core.assistant.doubts import NAMES, doubt_words
from agent.core.assistant.mistakes import EXPLAINED
from agent.core.assistant.os_troubles import NAMES as CAUSES
from agent.core.assistant.os_troubles import trouble_words
from agent.core.assistant.printer_step import Paper
from agent.core.receipt import Kind
from hardware.cameras.watching import Sight
from tests.agent.core.assistant.rig import STEPS, Sitting

LANGUAGES = ("kk", "ru", "en")
SIGHTS = tuple(Sight)
PAPERS = ("taken", "closed", "no_total", "other_paper")
CODE = Path(assistant.__file__).parent


def _table(language: str) -> dict[str, str]:
    return dict(saying.table_of(language))


def test_the_languages_say_the_same_things_with_the_same_parts() -> None:
    """A sentence that is missing would show nothing to a person who needs it."""
    tables = [_table(it) for it in LANGUAGES]
    assert tables[0].keys() == tables[1].keys() == tables[2].keys()
    for name in tables[0]:
        parts = [
            sorted(part for _, part, _, _ in Formatter().parse(it[name]) if part) for it in tables
        ]
        assert parts[0] == parts[1] == parts[2], name


def test_every_sentence_is_used_and_every_use_has_a_sentence() -> None:
    """By name in the code, or by a name that is put together of an enumeration's."""
    code = "".join(it.read_text() for it in CODE.glob("*.py"))
    said = set(re.findall(r'said\(\s*"([\w.]+)"', code))
    named = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code))
    both = ("", "_hint")
    ways = ("here", "far", "serial", "spool")
    reasons = ("both_needed", "agent", "address", "code_form", "silent", "refused", "wait", "used")
    made = {f"standing.{it}" for it in Standing} | {f"kind.{it}" for it in Kind}
    made |= {f"{it}.title" for it in STEPS}
    made |= {f"paper.{it}{end}" for it in set(Paper) - {Paper.NONE} for end in both}
    made |= {f"tap.{it}{end}" for it in ways for end in ("", "_note", "_how")}
    made |= {f"camera.{it}{end}" for it in SIGHTS for end in both}
    made |= {f"enrol.{it}{end}" for it in reasons for end in both}
    made |= {f"receipt.{it}{end}" for it in PAPERS for end in both}
    made |= {f"wrong.{it}" for it in EXPLAINED}
    made |= {f"doubt.{it}" for it in NAMES}
    made |= {f"os.{it}" for it in CAUSES}
    made |= {"paper_good", "paper_letters", "paper_code", "paper_nothing"}
    table = _table("kk")
    assert made | said <= table.keys()
    assert not table.keys() - said - named - made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_speaks_each_language(language: str) -> None:
    """With no brace left over, and in its own letters."""
    sitting = Sitting()
    for step in STEPS:
        sitting.goes_to(step)
        said = str(sitting.view(language))
        assert not re.search(r"\{[a-z]+\}", said), step
        title = sitting.view(language)["title"]
        assert bool(re.search("[а-яё]", title.lower())) == (language != "en")


def _sentences() -> list[str]:
    """Return what the reader may say against a slip, with figures where its code has names."""
    found = []
    for module in (eligibility, misgivings, reading, totals):
        nodes = list(ast.walk(ast.parse(Path(str(module.__file__)).read_text())))
        docs = {id(it.value) for it in nodes if isinstance(it, ast.Expr)}
        for it in nodes:
            if isinstance(it, ast.JoinedStr):
                parts = (
                    str(one.value) if isinstance(one, ast.Constant) else "17" for one in it.values
                )
                found.append("".join(parts))
            elif isinstance(it, ast.Constant) and id(it) not in docs:
                found.append(str(it.value))
    kinds = set(eligibility.NOT_SALES.values())
    return [it for it in found if re.fullmatch(r"[A-Z][^.]* .*\.", it) and it not in kinds]


def test_every_doubt_of_the_reader_has_the_persons_words() -> None:
    """Why a receipt gets no slip is what whoever sets the till up must understand."""
    sentences = _sentences()
    assert len(sentences) > 20
    for language in LANGUAGES:
        said = saying.words_of(language)
        assert [it for it in sentences if doubt_words(it, said) is None] == []
    assert doubt_words("Nobody has said this before.", saying.words_of("kk")) is None


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (errno.ECONNREFUSED, "refused"),
        (errno.EHOSTUNREACH, "no_route"),
        (errno.ENETUNREACH, "no_route"),
        (errno.ETIMEDOUT, "timed_out"),
        (errno.ENOENT, "absent"),
        (errno.ENODEV, "absent"),
        (errno.EACCES, "denied"),
        (errno.EPERM, "denied"),
        (errno.EBUSY, "busy"),
        (errno.EADDRINUSE, "busy"),
        (errno.EPIPE, "hung_up"),
    ],
)
def test_what_the_system_says_is_in_the_persons_words(number: int, name: str) -> None:
    """With the address that was tried, without the system's number and English."""
    why = f"tcp://10.0.0.7:9100: {OSError(number, os.strerror(number))}"
    for language in LANGUAGES:
        said = saying.words_of(language)
        assert trouble_words(why, said) == f"tcp://10.0.0.7:9100: {said(f'os.{name}')}"
    assert trouble_words("Nobody knows this.", saying.words_of("kk")) == "Nobody knows this."
