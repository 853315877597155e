"""Files on the dashboard: old members' cards, a fiscal operator's export; checked, then taken."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId
from hub.core import old_members as cards
from hub.core import operator_export as export
from hub.core.access.roles import Permission, Scope
from hub.core.almaty import local_day
from hub.core.ids import PartnerId
from hub.usecases.old_members import import_old_members
from hub.usecases.operator_export import import_operator_export
from hub.web.gate import sized
from hub.web.guards import require_page, the_claims
from hub.web.owner.form import Form
from hub.web.owner.frame import owner, page, seen
from hub.web.owner.places import Places
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import plain
from hub.web.rates import HEAVY, rated

_ENVELOPE: Final = 64 * 1024
"""Bytes of a form around its file."""
_MIB: Final = 2**20
_AT: Final = {
    "phone": "im_at_phone", "points": "im_at_points", "expires": "im_at_expires",
    "twice": "im_at_twice", "columns": "im_at_columns", "register": "im_at_register",
    "sign": "im_at_sign", "total": "im_at_total", "time": "im_at_time",
}  # fmt: skip
_SAMPLE_EXPORT: Final = (
    ("РНМ", "ФП", "Сумма", "Дата и время", "Операция"),
    (("010101234567", "1234567890", "2840.00", "25.11.2026 12:26:00", "Продажа"),
     ("010101234567", "1234567891", "650.50", "25.11.2026 12:31:10", "Продажа")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: how large it may be, and its words."""

    name: str
    largest: int
    rows: int
    columns: str
    """The word that names its columns."""
    place: str
    """The field that says where it goes."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds, and what was done with it."""

    rows: int
    wrong: int
    problems: Sequence[tuple[int, str]]
    """Line and what is wrong with it; the first of them."""
    counts: Sequence[tuple[str, int]]
    """Word and number of what would be taken, or was."""
    new: int | None
    """What was added; None while nothing was done."""


CARDS: Final = Kind("cards", cards.LARGEST_FILE, cards.MOST_ROWS, "im_columns_cards", "partner")
EXPORT: Final = Kind("export", export.LARGEST_FILE, export.MOST_ROWS, "im_columns_export", "shop")
Take = Callable[[Seen, int, bytes, bool], Found]
"""Looks at a file for somebody, for the partner or shop of that number; does it unless dry."""


@owner.get("/imports")
@require_page(Permission.IMPORTS_EDIT)
def show_imports() -> Response:
    """Show what can be imported."""
    return _shown(seen())


@owner.get("/imports/cards-sample.csv")
@require_page(Permission.IMPORTS_EDIT)
def sample_cards() -> Response:
    """Give a file of old members as it should be."""
    until = f"{local_day(seen().hub.clock.now()).year + 1}-12-31"
    rows = (("87011234567", 1200, until), ("87757654321", 350, ""))
    return csv_file("cards-sample", cards.COLUMNS, rows)


@owner.get("/imports/export-sample.csv")
@require_page(Permission.IMPORTS_EDIT)
def sample_export() -> Response:
    """Give an operator's export as it should be."""
    head, rows = _SAMPLE_EXPORT
    return csv_file("export-sample", head, rows)


@owner.post("/imports/cards")
@require_page(Permission.IMPORTS_EDIT)
@rated(HEAVY)
@sized(cards.LARGEST_FILE + _ENVELOPE)
def import_cards() -> Response:
    """Check a file of old members, or import the one that was checked."""
    return _answered(CARDS, _take_cards)


@owner.post("/imports/export")
@require_page(Permission.IMPORTS_EDIT)
@rated(HEAVY)
@sized(export.LARGEST_FILE + _ENVELOPE)
def import_export() -> Response:
    """Check an operator's export, or import the one that was checked."""
    return _answered(EXPORT, _take_export)


def _take_cards(viewer: Seen, number: int, raw: bytes, dry: bool) -> Found:  # noqa: FBT001 - as Take
    done = import_old_members(viewer.hub, viewer.actor, PartnerId(number), raw, dry=dry)
    file = done.file
    counts = [("im_rows", len(file.rows)), ("im_points", file.points)]
    if not dry:
        counts += [("im_added", done.added), ("im_known", len(file.rows) - done.added)]
    problems = [(it.line, it.code) for it in file.problems]
    return Found(len(file.rows), file.wrong, problems, counts, None if dry else done.added)


def _take_export(viewer: Seen, number: int, raw: bytes, dry: bool) -> Found:  # noqa: FBT001 - as Take
    done = import_operator_export(viewer.hub, viewer.actor, ShopId(number), raw, dry=dry)
    file, listed = done.file, done.listed
    counts = [
        ("im_rows", len(file.receipts)), ("im_added", listed.new), ("im_known", listed.known),
        ("im_foreign", listed.foreign), ("im_left_out", file.returned),
        ("im_matching", done.matching), ("im_marked", done.marked),
    ]  # fmt: skip
    problems = [(it.line, it.code) for it in file.problems]
    return Found(len(file.receipts), file.wrong, problems, counts, None if dry else listed.new)


def _answered(kind: Kind, take: Take) -> Response:
    """Check the file that was sent, or take it when it is the one that was checked."""
    viewer = seen()
    if (request.content_length or 0) > kind.largest + _ENVELOPE:
        form = Form(viewer.language, {})
        form.blame("file", _too_large(viewer, kind))
        return _shown(viewer, kind, form, status=413)
    require_own_page(the_claims())
    form = Form(viewer.language)
    number = form.choice(kind.place, [str(it) for it, _ in _places(viewer)[kind.name]])
    sent = request.files.get("file")
    raw = b"" if sent is None else sent.read(kind.largest + 1)
    if not raw:
        form.blame("file", viewer.words["im_no_file"])
    # Checked for one place is not checked for another.
    digest = hashlib.sha256(f"{number}\n".encode() + raw).hexdigest()
    wanted = form.values.get("checked", "")
    dry = wanted != digest
    if wanted and dry:
        form.blame("other", viewer.words["im_other"])  # the check of this one follows
    if {"file", kind.place} & set(form.problems):
        return _shown(viewer, kind, form, status=422)
    try:
        found = take(viewer, int(number), raw, dry)
    except Refused as refused:
        _blame(viewer, form, kind, refused)
        return _shown(viewer, kind, form, status=422)
    return _shown(viewer, kind, form, found, digest)


def _too_large(viewer: Seen, kind: Kind) -> str:
    return viewer.words["im_large"].format(size=kind.largest // _MIB)


def _blame(viewer: Seen, form: Form, kind: Kind, refused: Refused) -> None:
    if refused.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
        raise refused
    if refused.refusal is Refusal.TOO_LONG:
        form.blame("file", _too_large(viewer, kind))
    elif refused.refusal in (Refusal.MALFORMED, Refusal.VALIDATION):
        columns = viewer.words[kind.columns]
        form.blame("file", viewer.words["im_unread"].format(columns=columns))
    else:
        form.blame_refused(refused, "file")


def _places(viewer: Seen) -> dict[str, list[tuple[int, str]]]:
    """Return where files may go: partners for cards, shops for exports."""
    places = Places.seen_by(viewer)
    partners: list[tuple[int, str]] = [*places.partners_for(viewer, Permission.IMPORTS_EDIT)]
    shops: list[tuple[int, str]] = [
        (it.id, places.named(Scope(it.partner, it.id))) for it in places.shops.values()
        if viewer.actor.may(Permission.IMPORTS_EDIT, Scope(it.partner, it.id))
    ]  # fmt: skip
    return {CARDS.name: partners, EXPORT.name: shops}


def _shown(
    viewer: Seen, kind: Kind | None = None, form: Form | None = None,
    found: Found | None = None, digest: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """Show both kinds; *kind* is the one whose file was sent."""
    places = _places(viewer)
    items = []
    for it, title, how in (
        (CARDS, "im_cards", "im_cards_how"), (EXPORT, "im_export", "im_export_how"),
    ):  # fmt: skip
        mine = it is kind
        items.append(
            {
                "name": it.name,
                "title": viewer.words[title],
                "how": viewer.words[how],
                "place": it.place,
                "places": places[it.name],
                "size": viewer.words["im_size"].format(
                    rows=plain(it.rows), size=it.largest // _MIB
                ),
                "form": form if mine and form else Form(viewer.language, {}),
                "found": _facts(viewer, found) if mine and found else None,
                "digest": digest if mine and found and not found.wrong else "",
            }
        )
    return page("imports", status, items=items)


def _facts(viewer: Seen, found: Found) -> dict[str, Any]:
    """Return what a file holds, in words."""
    words = viewer.words
    return {
        "done": found.new is not None,
        "nothing_new": found.new == 0,
        "counts": [(words[word], plain(number)) for word, number in found.counts],
        "wrong": plain(found.wrong) if found.wrong else "",
        "problems": [(plain(line), words[_AT[code]]) for line, code in found.problems],
        "first": words["im_first"].format(count=len(found.problems))
        if found.wrong > len(found.problems)
        else "",
    }
