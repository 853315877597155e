"""Which modules a page's script begins with, and which it fetches later."""

import re
from typing import Final

from hub.web.look import assets, look_url

_NOW: Final = re.compile(r"^(?:import|export) [^;]*?from '\./(\w+\.js)';", re.MULTILINE)
_LATER: Final = re.compile(r"import\('\./(\w+\.js)'\)")


def needed_by(script: str, *, later: bool = False) -> set[str]:
    """Return the modules that *script* cannot begin without, itself too; *later*: and the rest."""
    found: set[str] = set()
    waiting = [script]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            text = assets()[name].content.decode("utf-8")
            waiting += _NOW.findall(text) + (_LATER.findall(text) if later else [])
    return found


def preloaded(page: str) -> set[str]:
    """Return the modules that a page names beforehand, and the one that it runs."""
    named = re.findall(
        r'<(?:link rel="modulepreload" href|script type="module" src)="([^"]+)"', page
    )
    return {name for name in assets() if look_url(name) in named}
