"""`baursak demo`: a Kazakh receipt goes through a whole till and comes out with a claim slip."""

import sys
import time
from importlib import resources
from pathlib import Path

import click

from agent.cli.speaking import language_option, plainly
from agent.core.amounts import decimal_text
from agent.replay import Wish, play


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for the picture of the paper.",
)
@language_option
@plainly
def demo(out: Path, languages: tuple[str, ...]) -> None:
    """Print a real-looking bakery receipt through relay, brain and outbox on a virtual printer.

    \b
    Examples:
      baursak demo
      baursak demo --language ru --out /tmp
    Exit codes: 0 the claim QR on the paper was read back; 1 it was not.
    """
    began = time.monotonic()
    stream = resources.files("hardware.captures").joinpath("demo-bakery.bin").read_bytes()
    out.mkdir(parents=True, exist_ok=True)
    paper = out / "demo.png"
    played = play(stream, paper, Wish(profile="epson-tm", languages=languages))
    for _, receipt in played.papers:
        total = "no total" if receipt.total is None else decimal_text(receipt.total)
        at = receipt.printed_at.strftime("%d.%m.%Y %H:%M") if receipt.printed_at else "–"
        click.echo(f"the POS printed   {receipt.kind.value}, {total} {receipt.currency}, {at}")
        for evidence in receipt.evidence:
            if evidence.field == "total":
                click.echo(f"  evidence        {evidence.source.value}: {evidence.quote}")
    for sentence in played.sentences():
        click.echo(f"the till          {sentence}")
    seen = _codes_on(paper)
    found = [link for link in played.links if link in seen]
    for link in found:
        click.echo(f"a phone reads     {link}")
    click.echo(f"the paper         {paper}   ({time.monotonic() - began:.1f} s)")
    if not found or not played.whole:
        click.echo("The claim QR could not be read back from the paper.", err=True)
        sys.exit(1)


def _codes_on(png: Path) -> set[str]:
    """Return the texts of all QR codes in a picture, as a phone's camera would read them."""
    import zxingcpp
    from PIL import Image

    with Image.open(png) as picture:
        return {code.text for code in zxingcpp.read_barcodes(picture.convert("L"))}
