"""`baursak agent read` and `replay`: what a print job is, and how its paper looks with a slip."""

import sys
from pathlib import Path
from typing import Any, Final

import click

from agent.cli.speaking import CONTEXT, language_option, plainly, say_json
from agent.config import AgentSettings
from agent.core.amounts import decimal_text
from agent.core.receipt import Kind, Receipt
from agent.core.reports import ZReport
from agent.errors import UnreadableFile
from agent.readers import closing_report, papers_in, read_file
from contracts.wire.units import Tiyn
from hardware.escpos.printout import Dialect, Segment
from hardware.printers.profiles import profile_names

FILE_BYTES_MAX: Final = 64 * 2**20
"""A day of raster receipts on one till; a larger file is no print job."""
_OPCODES: Final = frozenset(b"\x1b\x1d\x1c\x10\x02\x05")
"""A print job holds at least one of these: ESC, GS, FS, DLE, or a register's STX and ENQ."""
_OTHER_FILES: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x7fELF", b"MZ", b"BM",
    b"\x1f\x8b", b"RIFF", b"SQLite", b"%!PS", b"<!DOCTYPE", b"<html", b"<?xml", b"{\"",
)  # fmt: skip
"""How pictures, documents, archives and programs begin; no printer command does."""


def print_job_in(path: Path) -> bytes:
    """Return the print job in a file, or raise UnreadableFile with what is wrong."""
    stream = read_file(path, FILE_BYTES_MAX)
    if not stream:
        raise UnreadableFile(f"{path} is empty.", "Name a file with a print job.")
    if stream.startswith(_OTHER_FILES):
        raise UnreadableFile(
            f"{path} is not a print job.",
            "Name a raw ESC/POS job, as a POS sends it to its printer.",
        )
    return stream


def paper_json(
    file: Path, segment: Segment, receipt: Receipt, report: ZReport | None
) -> dict[str, Any]:
    """Return what `agent read --json` says of one piece of paper."""
    fiscal = receipt.fiscal
    at = receipt.printed_at
    return {
        "file": str(file),
        "segment": segment.index,
        "kind": receipt.kind.value,
        "total": _decimal(receipt.total),
        "currency": receipt.currency,
        "number": receipt.number,
        "time": at.replace(microsecond=0).isoformat() if at else None,
        "fiscal": None
        if fiscal is None
        else {"operator": fiscal.operator, "sign": fiscal.sign, "register": fiscal.register},
        "charset": segment.charset,
        "qr": [code.text for code in segment.codes],
        "evidence": [
            {"field": it.field, "source": it.source.value, "value": it.value, "quote": it.quote}
            for it in receipt.evidence
        ],
        "doubts": list(receipt.doubts),
        "report": None if report is None else _report_json(report),
        "dialect": segment.dialect.value,
        "unknown": list(segment.unknown),
    }


def _report_json(report: ZReport) -> dict[str, Any]:
    """Return what a report that closes a shift says; null where that is not sure."""
    at = report.printed_at
    return {
        "number": report.number,
        "time": at.replace(microsecond=0).isoformat() if at else None,
        "register": report.register,
        "sales_total": _decimal(report.sales_total),
        "sales_count": report.sales_count,
        "returns_total": _decimal(report.returns_total),
        "returns_count": report.returns_count,
    }


def _decimal(amount: Tiyn | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def _sentence(file: Path, segment: Segment, receipt: Receipt) -> str:
    if segment.dialect is not Dialect.ESCPOS:
        return f"{file} [{segment.index}] {segment.dialect.value}: passed through, not read"
    total = "no total" if receipt.total is None else decimal_text(receipt.total)
    words = [f"{file} [{segment.index}] {receipt.kind.value}: {total}", receipt.currency or ""]
    if receipt.number:
        words.append(f"№ {receipt.number}")
    if receipt.printed_at:
        words.append(receipt.printed_at.strftime("%d.%m.%Y %H:%M:%S"))
    return " ".join(word for word in words if word) + "".join(f"; {it}" for it in receipt.doubts)


@click.command(context_settings=CONTEXT)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each piece of paper.")
@plainly
def read(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Read print jobs and say what stands on each piece of paper.

    \b
    Examples:
      baursak agent read receipt.bin
      baursak agent read --json monday/*.bin
    Exit codes: 0 read; 2 a file is not a print job.
    """
    settings = AgentSettings(home=Path())
    unreadable = 0
    for file in files:
        try:
            papers = _papers(file, settings)
        except UnreadableFile as error:
            click.echo(f"{error.title}\n{error.hint}", err=True)
            unreadable += 1
            continue
        for segment, receipt in papers:
            if as_json:
                is_report = receipt.kind is Kind.REPORT
                report = closing_report(segment, settings) if is_report else None
                say_json(paper_json(file, segment, receipt, report))
            else:
                click.echo(_sentence(file, segment, receipt))
    sys.exit(UnreadableFile.exit_code if unreadable else 0)


def _papers(file: Path, settings: AgentSettings) -> list[tuple[Segment, Receipt]]:
    """Return what a file prints, or raise UnreadableFile when it is no print job."""
    stream = print_job_in(file)
    papers = list(papers_in(stream, settings))
    if not papers:
        raise UnreadableFile(f"{file} prints nothing.", "Name a print job with a receipt.")
    # A driver may send letters alone; then only what is understood tells a job from a text.
    if not _OPCODES.intersection(stream) and all(it.total is None for _, it in papers):
        raise UnreadableFile(
            f"{file} is not a print job.",
            "Name a raw ESC/POS job, as a POS sends it to its printer.",
        )
    return papers


@click.command(context_settings=CONTEXT)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--png", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The paper."
)
@click.option(
    "--profile",
    type=click.Choice(["auto", *profile_names()]),
    default="auto",
    show_default=True,
    help="Printer family; auto takes the one whose code pages fit the job.",
)
@language_option
@click.option("--separate", is_flag=True, help="The slip as a piece of paper of its own.")
@click.option(
    "--currency",
    default="any",
    show_default=True,
    help="Currency of the till; any takes the one that the receipt is in.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
@plainly
def replay(
    file: Path,
    png: Path,
    profile: str,
    languages: tuple[str, ...],
    currency: str,
    *,
    separate: bool,
    as_json: bool,
) -> None:
    """Play a print job through tap, reader, outbox and a virtual printer; the PNG is the paper.

    \b
    Examples:
      baursak agent replay receipt.bin --png paper.png
      baursak agent replay receipt.bin --png paper.png --profile rongta --language ru
    Exit codes: 0 played; 2 the file is not a print job.
    """
    from agent.replay import Wish, play

    stream = print_job_in(file)
    wish = Wish(profile=profile, languages=languages, separate=separate, currency=currency)
    result = play(stream, png, wish)
    if as_json:
        say_json({"file": str(file), "png": str(png), **result.as_json()})
        return
    for sentence in result.sentences():
        click.echo(sentence)
    click.echo(f"paper: {png}")
