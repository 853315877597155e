"""The fiscal operator's export, and claims by the fiscal code of a receipt."""

from typing import Annotated, Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.file import FileStorage
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.wire.units import ShopId
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.fiscal_claims import FiscalClaim, FiscalClaimState
from hub.core.fiscal_code import LONGEST_TEXT
from hub.core.operator_export import LARGEST_FILE
from hub.usecases import fiscal_claims as use_claims
from hub.usecases import operator_export as use
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.gate import sized
from hub.web.guards import require_member, require_staff, the_actor, the_member
from hub.web.pages import PageQuery, next_page
from hub.web.rates import HEAVY, rated
from hub.web.shapes import Body, Reply, RowId

_FISCAL: Final = Tag(name="fiscal", description="Tills that no agent taps")
operator_receipts = APIBlueprint(
    "operator_receipts", __name__, url_prefix="/api/v1/operator-receipts", abp_tags=[_FISCAL],
    abp_security=SESSION,
)  # fmt: skip
fiscal_claims = APIBlueprint(
    "fiscal_claims", __name__, url_prefix="/api/v1/me/fiscal-claims", abp_tags=[_FISCAL],
    abp_security=SESSION,
)  # fmt: skip
_ENVELOPE: Final = 64 * 1024
"""Bytes of a form around its file."""
Answer = dict[str, Any]


class ExportForm(BaseModel):
    """A CSV file of the operator's cabinet: register, sign, total and time, and what else."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    shop: RowId
    dry: bool = True
    file: FileStorage


class WrongLineReply(Reply):
    """One line that cannot be read."""

    line: int
    code: str
    """register, sign, total, time or twice."""


class OperatorImportReply(Reply):
    """What an import did, or would do."""

    dry: bool
    rows: int
    new: int
    known: int
    foreign: int
    """Receipts of registers that another partner has: left as they are."""
    left_out: int
    """Lines of returns and of what is no sale."""
    marked: int
    """Sales that were put before a person."""
    matching: int
    """Waiting claims that the file answers."""
    wrong: int
    problems: list[WrongLineReply]


class FiscalClaimBody(Body):
    """What the fiscal code of a receipt says: an address."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]


class FiscalClaimReply(Reply):
    """A claim of a fiscal receipt."""

    id: int
    register_number: str
    total: int
    printed_at: int
    claimed_at: int
    state: FiscalClaimState


class FiscalClaimsReply(Reply):
    """A page of a member's fiscal claims, newest first."""

    items: list[FiscalClaimReply]
    next: str | None


@operator_receipts.post("/import", responses={200: OperatorImportReply})
@require_staff(Permission.IMPORTS_EDIT)
@rated(HEAVY)
@sized(LARGEST_FILE + _ENVELOPE)
def import_export(form: ExportForm) -> Answer:
    """Import a shop's export; a dry run, the default, only says what it would do."""
    raw = form.file.read(LARGEST_FILE + 1)
    done = use.import_operator_export(the_hub(), the_actor(), ShopId(form.shop), raw, dry=form.dry)
    return OperatorImportReply(
        dry=done.dry,
        rows=len(done.file.receipts),
        new=done.listed.new,
        known=done.listed.known,
        foreign=done.listed.foreign,
        left_out=done.file.returned,
        marked=done.marked,
        matching=done.matching,
        wrong=done.file.wrong,
        problems=[WrongLineReply(line=it.line, code=it.code) for it in done.file.problems],
    ).model_dump()


@fiscal_claims.post("", responses={201: FiscalClaimReply})
@require_member
def claim_fiscal_receipt(body: FiscalClaimBody) -> tuple[Answer, int]:
    """Claim a receipt by its fiscal code; the points come when the shop's export knows it."""
    claim = use_claims.claim_fiscal_receipt(the_hub(), the_member().id, body.text)
    return _claim(claim).model_dump(mode="json"), 201


@fiscal_claims.get("", responses={200: FiscalClaimsReply})
@require_member
def list_fiscal_claims(query: PageQuery) -> Answer:
    """List the member's fiscal claims, newest first."""
    page = Page(query.start, query.limit)
    found = use_claims.list_fiscal_claims(the_hub(), the_member().id, page)
    after = next_page(found, page.limit, lambda it: it.id)
    return FiscalClaimsReply(items=[_claim(it) for it in found], next=after).model_dump(mode="json")


def _claim(claim: FiscalClaim) -> FiscalClaimReply:
    return FiscalClaimReply(
        id=claim.id,
        register_number=claim.receipt.register,
        total=claim.receipt.total,
        printed_at=claim.receipt.time,
        claimed_at=claim.claimed_at,
        state=claim.state,
    )
