"""How soon people see their pages on slow lines with slow devices, what that takes, and what holds.

The Mini App on slow and fast 3G, the wallet screen with its SDK, the dashboard's overview on 4G.
`--lighthouse` also runs Lighthouse: it is fetched by npm into .dev/node (200 MB), by the lockfile
in tests/node.
"""

import argparse
import logging
from typing import Any, Final

from tests.bench._web_lighthouse import WANTED, lighthouse_scores
from tests.bench._web_pages import measure_dashboard, measure_miniapp, measure_wallet

_MOST: Final = {
    "miniapp_kb": 25.0,
    "content_slow3g_s": 2.8,
    "content_fast3g_s": 1.7,
    "wallet_kb": 36.0,
    "dashboard_kb": 60.0,
    "dashboard_lcp_s": 1.5,
    "outside_requests": 0,
}
"""What each may be at most."""


def add_options(reader: argparse.ArgumentParser) -> None:
    """Add what this bench can be asked for."""
    reader.add_argument(
        "--lighthouse", action="store_true", help="also run Lighthouse, fetched by npm"
    )


def run(*, lighthouse: bool = False) -> dict[str, Any]:
    """Measure first openings, as strangers' devices with nothing kept make them."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    found: dict[str, Any] = {**measure_miniapp(), **measure_wallet(), **measure_dashboard()}
    found["outside_requests"] = sum(
        found.pop(name) for name in [*found] if name.startswith("outside_")
    )
    budgets = {
        name: {"found": found[name], "most": most, "holds": found[name] <= most}
        for name, most in _MOST.items()
    }
    if lighthouse:
        found["lighthouse"] = lighthouse_scores()
        for page, scores in found["lighthouse"].items():
            for name, least in WANTED.items():
                held = scores[name] >= least
                budgets[f"{page}_{name}"] = {"found": scores[name], "least": least, "holds": held}
    broken = [name for name, it in budgets.items() if not it["holds"]]
    return {**found, "budgets": budgets, "holds": not broken, "broken": broken}
