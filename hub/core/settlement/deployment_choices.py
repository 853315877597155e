"""What a deployment is asked for, said or left to us, and whether that is what was begun before.

What nobody says is safe rather than quick:

- wallets are locked (jettons go to the redemption manager only), on every network, so that what
  was rehearsed is what is deployed; open ones are a word to be said, once counsel has agreed;
- a root grows by a million points an epoch at most: the day of some fifty shops, and, at a tenge
  a point, the most that a stolen settler's key can state before somebody looks;
- nothing can be claimed for 22 hours after an epoch was stated: a night and a working day's morning
  for the admin to see it and to veto;
- the next epoch may be stated an hour after that: with the delay a day has room for one epoch,
  stated at the same hour every day;
- new code is shown to everybody for a week, partners' shares for a day, as the contracts have it;
- the platform takes nothing of revenue, and partners' commissions are the hub's own.
"""

from dataclasses import dataclass
from typing import Final

from contracts.ton.seen import Address
from hub.core.settlement.deployment import Bounds, Deployment, Founding

SAFE_BOUNDS: Final = Bounds(growth_cap=1_000_000, least_interval=3600, delay=22 * 3600)
COMMISSIONS: Final = (300, 200, 100)
"""Basis points of bronze, silver and gold partners, as hub/core/policy.py has them."""
UPGRADE_DELAY: Final = 7 * 24 * 3600
CLAIM_DELAY: Final = 24 * 3600
LONGEST_TIME: Final = 30 * 24 * 3600
"""Seconds: what the token takes as an interval or a delay."""
LARGEST_CAP: Final = 10**15
"""Points an epoch: more is no bound at all."""
BASIS_POINTS: Final = 10_000
LONGEST_NAME: Final = 64
LONGEST_SYMBOL: Final = 10
LONGEST_TEXT: Final = 512
"""Characters of a description or of a picture's address: they stand in the contract, on rent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator said; None is what he did not say."""

    name: str | None = None
    symbol: str | None = None
    description: str | None = None
    image: str | None = None
    locked: bool | None = None
    platform: Address | None = None
    platform_share: int | None = None
    growth_cap: int | None = None
    least_interval: int | None = None
    delay: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """All that a deployment needs beside the keys."""

    founding: Founding
    bounds: Bounds
    locked: bool


def choose(asked: Asked, admin: Address, before: Deployment | None) -> Chosen:
    """Return what to deploy: what was begun *before* where it says so, else what is asked."""
    known = before.offices.bounds if before is not None and before.offices else SAFE_BOUNDS
    bounds = Bounds(
        _or(asked.growth_cap, known.growth_cap),
        _or(asked.least_interval, known.least_interval),
        _or(asked.delay, known.delay),
    )
    if before is not None and before.founding is not None:
        return Chosen(before.founding, bounds, before.locked)
    founding = Founding(
        admin=admin,
        name=asked.name or "Baursak",
        symbol=asked.symbol or "BAUR",
        description=asked.description or "Loyalty points of a programme of confectioneries.",
        image=asked.image or "",
        platform=asked.platform or admin,
        platform_share=_or(asked.platform_share, 0),
        commissions=COMMISSIONS,
        upgrade_delay=UPGRADE_DELAY,
        claim_delay=CLAIM_DELAY,
    )
    return Chosen(founding, bounds, asked.locked if asked.locked is not None else True)


def mistakes(asked: Asked) -> list[str]:
    """Return what cannot be asked for, in words."""
    wrong = [
        f"--{option} must be from {least} to {most}."
        for option, said, least, most in (
            ("growth-cap", asked.growth_cap, 1, LARGEST_CAP),
            ("least-interval", asked.least_interval, 0, LONGEST_TIME),
            ("delay", asked.delay, 0, LONGEST_TIME),
            ("platform-share", asked.platform_share, 0, BASIS_POINTS),
        )
        if said is not None and not least <= said <= most
    ]
    wrong += [
        f"--{option} must have at most {longest} characters."
        for option, text, longest in (
            ("name", asked.name, LONGEST_NAME),
            ("symbol", asked.symbol, LONGEST_SYMBOL),
            ("description", asked.description, LONGEST_TEXT),
            ("image", asked.image, LONGEST_TEXT),
        )
        if text is not None and len(text) > longest
    ]
    if asked.platform is not None and not asked.platform.startswith("0:"):
        wrong.append("--platform must be a wallet of the basechain (its raw form begins with 0:).")
    return wrong


def contradictions(asked: Asked, before: Deployment) -> list[str]:
    """Return what was said otherwise when this deployment was begun, and cannot change any more."""
    founding = before.founding
    if founding is None:
        return ["It does not say how it was founded, so it cannot be gone on with."]
    pairs: tuple[tuple[str, object, object], ...] = (
        ("--name", asked.name, founding.name),
        ("--symbol", asked.symbol, founding.symbol),
        ("--description", asked.description, founding.description),
        ("--image", asked.image, founding.image),
        ("--platform", asked.platform, founding.platform),
        ("--platform-share", asked.platform_share, founding.platform_share),
    )
    found = [f"{option} is {asked!s} here, and {known!s} there."
             for option, asked, known in pairs if asked is not None and asked != known]  # fmt: skip
    if asked.locked is not None and asked.locked != before.locked:
        found.append(f"Wallets are {_wallets(locked=asked.locked)} here, and"
                     f" {_wallets(locked=before.locked)} there.")  # fmt: skip
    return found


def _wallets(*, locked: bool) -> str:
    return "locked" if locked else "open"


def _or(said: int | None, known: int) -> int:
    return known if said is None else said
