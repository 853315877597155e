"""Receipt profiles: what one POS prints that cannot be known otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptProfile:
    """How the paper of one POS is read."""

    name: str
