"""Looks at pages with axe-core, on the narrowest phone and with large letters."""

import gzip
import json
from pathlib import Path
from typing import Final

from tests.chromium import Window

_AXE: Final = Path(__file__).parent / "vendor" / "axe.min.js.gz"
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NARROW: Final = 320
_RESTED: Final = """
document.querySelectorAll('details').forEach((it) => { it.open = true; });
document.getAnimations().forEach((it) => it.effect.getComputedTiming().iterations === Infinity
  ? it.cancel() : it.finish());
"""
"""Axe measures what is shown: all that can be opened is, and nothing moves."""


class Looks:
    """Looks at pages, and notes what is wrong with them."""

    def __init__(self, page: Window) -> None:
        self.page = page
        self.found: list[str] = []
        self._axe = gzip.decompress(_AXE.read_bytes()).decode("utf-8")

    def at(self, name: str, size: tuple[int, int]) -> None:
        """Look at what the browser shows now."""
        self.page.says(f"{_RESTED};0")
        self.page.says(f"{self._axe};0")
        asked = {"runOnly": _RULES, "resultTypes": ["violations"]}
        said = self.page.says(
            f"axe.run(document, {json.dumps(asked)}).then((it) => it.violations.map((one) =>"
            " `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`))"
        )
        self.found += [f"{name}: {it}" for it in said]
        for letters, what in ((16, "narrow"), (32, "large letters")):
            self.page.size(_NARROW, 640)
            self.page.says(f"document.documentElement.style.fontSize = '{letters}px'")
            wide = self.page.says("document.documentElement.scrollWidth")
            if wide > _NARROW:
                self.found.append(f"{name}: {what}: {wide} px wide: {self._wide()}")
        self.page.says("document.documentElement.style.fontSize = ''")
        self.page.size(*size)

    def _wide(self) -> str:
        return str(self.page.says(
            "[...document.querySelectorAll('main *, header *')].filter((it) =>"
            f" it.getBoundingClientRect().right > {_NARROW} && !it.closest('.scroll'))"
            ".slice(0, 4).map((it) => `${it.tagName}.${it.className}`).join(' ')"
        ))  # fmt: skip
