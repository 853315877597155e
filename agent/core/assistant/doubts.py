"""Why a receipt gets no slip, in the person's words: the reader's own sentences are English."""

import re
from typing import Final

from agent.core.assistant.words import Words

_SENTENCES: Final = (
    ("no_total", r"Its total could not be read\.|No line says the total\."),
    ("not_positive", r"Its total is .+\.|The total of the sale stands below zero\."),
    ("too_large", r"Its total, (?P<total>.+), is above the limit of the settings\."),
    ("currency", r"Its currency is (?P<found>.+), not (?P<own>.+)\."),
    ("register", r"Its cash register (?P<register>.+) does not belong to this till\."),
    ("time", r"Its time, (?P<time>.+), cannot be right\."),
    ("code_and_paper", r"The fiscal code says (?P<code>.+) and the paper says (?P<paper>.+)\."),
    ("several", r"The paper says several totals: (?P<totals>.+)\."),
    ("several", r"The paper and its profile say two totals: (?P<totals>.+)\."),
    ("apart", r"The total stands apart from its label, and no payment confirms it\."),
    ("glued", r"The goods make what stands at the end of the total\."),
    ("payments", r"The total says (?P<total>.+) and the payments make (?P<paid>.+)\."),
    ("rounded", r"The total was rounded, and the paper does not say to what\."),
    ("cut_short", r"The job ended without a cut, and before a total\."),
    ("picture", r"The total was read from a picture, and nothing confirms it\."),
    ("picture_kind", r"Its picture was not read, so a return cannot be told from a sale\."),
    ("too_long", r"It is longer than receipts are, and its end was not read\."),
    ("codes", r"The paper carries several fiscal codes\."),
    ("registers", r"The code names register (?P<code>.+), the paper (?P<paper>.+)\."),
    ("times", r"The code's time is (?P<code>.+), the printed one (?P<paper>.+)\."),
    ("paid_before", r"A part of it was paid before, and that payment had its own receipt\."),
    ("repeated", r"This receipt was printed before: its sale has had its slip\."),
    ("two_receipts", r"Two receipts stand on one piece of paper\."),
)
_KNOWN: Final = [(name, re.compile(pattern)) for name, pattern in _SENTENCES]
NAMES: Final = frozenset(name for name, _ in _SENTENCES)


def doubt_words(doubt: str, said: Words) -> str | None:
    """Return a doubt in the person's words; None for one that has none."""
    for name, pattern in _KNOWN:
        if (found := pattern.fullmatch(doubt)) is not None:
            return said(f"doubt.{name}", **found.groupdict())
    return None
