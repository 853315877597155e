"""A page's rows as a file that a spreadsheet opens."""

from collections.abc import Iterable, Sequence

from flask import Response

from hub.core.cells import csv_lines
from hub.web.insights import CSV
from hub.web.owner.frame import private


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return *rows* under *head* as NAME.csv, for the person that asked only."""
    answer = Response("".join(csv_lines(head, rows)), content_type=CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return private(answer)
