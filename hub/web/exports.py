"""Tables in and out: exports of everything, members of older schemes."""

from typing import Annotated, Any, Final

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.file import FileStorage
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, StringConstraints

from hub.core.access.roles import Permission
from hub.core.ids import PartnerId
from hub.core.old_members import LARGEST_FILE
from hub.core.ports.exports import Export
from hub.usecases import old_members
from hub.usecases.exports import export_table
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.gate import sized
from hub.web.guards import require_staff, the_actor
from hub.web.rates import HEAVY, rated
from hub.web.shapes import Body, Path, Query, Reply, RowId

_TABLES: Final = Tag(name="tables", description="Exports and imports")
exports = APIBlueprint(
    "exports", __name__, url_prefix="/api/v1/exports", abp_tags=[_TABLES], abp_security=SESSION
)
old_cards = APIBlueprint(
    "old_cards",
    __name__,
    url_prefix="/api/v1/old-members",
    abp_tags=[_TABLES],
    abp_security=SESSION,
)
_ENVELOPE: Final = 64 * 1024
"""Bytes of a form around its file."""
CSV: Final = "text/csv; charset=utf-8"


class ExportPath(Path):
    """Which table."""

    table: Export


class ExportQuery(Query):
    """Whose rows; all of the programme's when no partner is named."""

    partner: RowId | None = None


class OldMembersForm(BaseModel):
    """A CSV file: phone,points[,expires]."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    partner: RowId
    dry: bool = True
    file: FileStorage


class LineProblem(Reply):
    """One line that cannot be imported."""

    line: int
    code: str
    """phone, points, expires, twice or columns."""


class ImportReply(Reply):
    """What an import did, or would do."""

    dry: bool
    rows: int
    points: int
    added: int
    wrong: int
    problems: list[LineProblem]


class OldPhoneBody(Body):
    """A phone number that its owner has shown at the counter."""

    partner: RowId
    phone: Annotated[str, StringConstraints(min_length=10, max_length=30)]


class OldCodeReply(Reply):
    """The code to tell the member, and when it runs out."""

    code: str
    expires_at: int


@exports.get("/<table>.csv", responses={200: None})
@require_staff(Permission.EXPORTS_READ)
@rated(HEAVY)
def export(path: ExportPath, query: ExportQuery) -> Response:
    """Export a table as CSV; cells that look like formulas are texts."""
    partner = None if query.partner is None else PartnerId(query.partner)
    lines = export_table(the_hub(), the_actor(), path.table, partner)
    answer = Response(lines, content_type=CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{path.table}.csv"'
    return answer


@old_cards.post("/import", responses={200: ImportReply})
@require_staff(Permission.IMPORTS_EDIT)
@rated(HEAVY)
@sized(LARGEST_FILE + _ENVELOPE)
def import_members(form: OldMembersForm) -> dict[str, Any]:
    """Import members of an older scheme; a dry run, the default, only says what it would do."""
    done = old_members.import_old_members(
        the_hub(),
        the_actor(),
        PartnerId(form.partner),
        form.file.read(LARGEST_FILE + 1),
        dry=form.dry,
    )
    return ImportReply(
        dry=done.dry,
        rows=len(done.file.rows),
        points=done.file.points,
        added=done.added,
        wrong=done.file.wrong,
        problems=[LineProblem(line=it.line, code=it.code) for it in done.file.problems],
    ).model_dump()


@old_cards.post("/codes", responses={201: OldCodeReply})
@require_staff(Permission.IMPORTS_EDIT)
@rated(HEAVY)
def code_for_phone(body: OldPhoneBody) -> tuple[dict[str, Any], int]:
    """Make a one-time code for a member of the older scheme who stands at the counter."""
    code, until = old_members.code_for_phone(
        the_hub(), the_actor(), PartnerId(body.partner), body.phone
    )
    return {"code": code, "expires_at": until}, 201
