"""The pages of the documentation: their text, the commands in them, their links and tables."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK: Final = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANY_BLOCK: Final = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
_NAME: Final = re.compile(r"[a-z-]+")
_RUN: Final = ("./dev", "run")


@dataclass(frozen=True)
class Said:
    """Words of a command line, and the page that has them."""

    page: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as a test's name."""
        return f"{self.page}: {' '.join(self.words)}"


def name_of(page: Path) -> str:
    """Return the page's name as people say it."""
    return str(page.relative_to(ROOT))


def text_of(name: str) -> str:
    """Return a page's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def lines_of(block: str) -> Iterator[list[str]]:
    """Yield the words of each command in a block, without comments and `./dev run`."""
    for line in block.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if tuple(words[:2]) == _RUN:
            words = words[2:]
        if words:
            yield words


def commands(program: str) -> list[Said]:
    """Return every command line of a shell block that runs *program*, each page's once."""
    found = {}
    for page in PAGES:
        for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
            for words in lines_of(block):
                if words[0] == program:
                    found[Said(name_of(page), tuple(words[1:]))] = True
    return list(found)


def inline(program: str) -> list[Said]:
    """Return every mention of *program* in running text.

    After the first of several (`program group one | two`) the others are of the same group.
    """
    found = {}
    for page in PAGES:
        for code in codes(_ANY_BLOCK.sub("", page.read_text(encoding="utf-8"))):
            first, *others = [it.split() for it in code.split("|")]
            if first[:1] != [program] or not _NAME.fullmatch("".join(first[1:2])):
                continue
            for words in (first[1:], *([first[1], *it] for it in others)):
                found[Said(name_of(page), tuple(words))] = True
    return list(found)


def links(page: Path) -> list[str]:
    """Return where a page's links lead."""
    return _LINK.findall(_ANY_BLOCK.sub("", page.read_text(encoding="utf-8")))


def block_under(name: str, heading: str) -> list[list[str]]:
    """Return the words of the commands in the first shell block under a heading."""
    block = _BLOCK.search(section(name, heading))
    assert block, f"no commands under {heading!r}"
    return list(lines_of(block[1]))


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as links name them."""
    headings = _HEADING.findall(_ANY_BLOCK.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", it.lower()).replace(" ", "-") for it in headings}


def section(name: str, heading: str) -> str:
    """Return what stands under a page's *heading*, up to the next one of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    ends = rf"(?=^#{{1,{level}}} |\Z)"
    whole = rf"^{re.escape(heading)}$(.*?){ends}"
    found = re.search(whole, text_of(name), re.MULTILINE | re.DOTALL)
    assert found, f"{name} has no heading {heading!r}"
    return found[1]


def rows(name: str, heading: str) -> list[list[str]]:
    """Return the rows of the tables under a heading, heads and rules left out."""
    found = []
    for table in re.findall(r"(?:^\|.*\n?)+", section(name, heading), re.MULTILINE):
        lines = table.strip().splitlines()
        found += [[it.strip() for it in line.strip().strip("|").split("|")] for line in lines[2:]]
    return found


def codes(text: str) -> list[str]:
    """Return what stands in backquotes."""
    return _CODE.findall(text)
