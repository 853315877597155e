"""The house keeps its own rules: those that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("agent", "hub", "hardware", "contracts", "installers")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE = 350
LONGEST_FUNCTION = 50
SAID_OTHERWISE = {"customer": "member", "coupon": "voucher", "payout": "settlement"}
TOP_LEVEL = {
    "LICENSE", "LICENSES", "README.md", "agent", "contracts", "dev", "dev.cmd", "docs",
    "hardware", "hub", "installers", "pyproject.toml", "tests",
}  # fmt: skip
MADE_BY_TOOLS = {"build", "dist", "out", "baursak.egg-info", "__pycache__"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_tidy(path: Path) -> None:
    """Files and functions fit in one look, and speak the glossary's words."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "say in one sentence what this file holds"
    assert path.name != "__init__.py" or len(tree.body) == 1, "a package's face holds no code"
    assert len(text.splitlines()) <= LONGEST_FILE, "is there a second idea in it?"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"
    words = set(re.findall(r"[a-z]+", text.lower()))
    assert not words & SAID_OTHERWISE.keys(), "see docs/glossary.md"


def test_the_top_level_holds_what_the_design_names() -> None:
    """Nothing new stands at the root without a decision."""
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - MADE_BY_TOOLS <= TOP_LEVEL
