"""`baursak verify-proof`: is my balance in what the chain states? Needs no hub and no trust."""

import json
import sys
from pathlib import Path
from typing import Final

import click

from hub.cli.speaking import CONTEXT, plainly
from hub.core.settlement.proof_files import LONGEST, BadFile, ChainState, read_state
from hub.core.settlement.proofs import Asker, Failure, Step, Verdict, verify
from hub.errors import HubError
from hub.web.proof_sentences import GOOD, SENTENCES

_FILE: Final = click.Path(path_type=Path, dir_okay=False, exists=True)
_LANGUAGES: Final = ("en", "ru", "kk")
_DETAIL: Final = {
    "en": "Step: {step}. The proof says: {said}. Found: {found}.",
    "ru": "Шаг: {step}. В доказательстве: {said}. На самом деле: {found}.",
    "kk": "Қадам: {step}. Дәлелде: {said}. Шын мәнінде: {found}.",
}
_ASK_WITH_MEMBER: Final = {
    "en": "Your own name was not checked. Add --member (and --balance), or the proof may be"
    " somebody else's.",
    "ru": "Ваше имя не проверялось. Добавьте --member (и --balance): иначе это может быть чужое"
    " доказательство.",
    "kk": "Сіздің атыңыз тексерілген жоқ. --member (және --balance) қосыңыз: әйтпесе бұл басқа"
    " біреудің дәлелі болуы мүмкін.",
}


@click.command("verify-proof", context_settings=CONTEXT)
@click.argument("file", type=_FILE)
@click.option("--state", type=_FILE, required=True, help="What the chain states, as JSON.")
@click.option("--member", help="Your name as your own screen shows it, such as member:17.")
@click.option("--balance", type=int, help="Your balance in custody at that block, in points.")
@click.option("--language", type=click.Choice(_LANGUAGES), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@plainly
def verify_proof(
    file: Path,
    state: Path,
    member: str | None,
    balance: int | None,
    language: str,
    *,
    as_json: bool,
) -> None:
    """Check a member's proof FILE against what the chain states.

    \b
    Example:
      baursak verify-proof my-proof.json --state chain.json --member member:17 --balance 1250
    Exit codes: 0 everything fits; 1 something does not, and the step is named.
    """
    verdict = verify(_read(file), _state(state), Asker(member, balance))
    click.echo(json.dumps(verdict.to_json()) if as_json else _text(verdict, language))
    sys.exit(0 if verdict.good else 1)


def _read(path: Path) -> bytes:
    """Return a file's bytes, one more than any proof may have at most."""
    with path.open("rb") as opened:
        return opened.read(LONGEST + 1)


def _state(path: Path) -> ChainState:
    try:
        return read_state(_read(path))
    except BadFile as bad:
        raise HubError(
            f"{path}: this is not the state of the token ({bad}).",
            "It is one JSON object with epoch, root, issued, custody, sum_root, block,"
            " total_supply and burned; the hashes in hexadecimal.",
        ) from None


def _text(verdict: Verdict, language: str) -> str:
    if verdict.failure:
        return (
            f"{SENTENCES[verdict.failure.reason][language]}\n{_detail(verdict.failure, language)}"
        )
    asked = Step.MEMBER in verdict.passed or Step.SUM_ROOT not in verdict.passed
    return GOOD[language] if asked else f"{GOOD[language]}\n{_ASK_WITH_MEMBER[language]}"


def _detail(failure: Failure, language: str) -> str:
    said, found = (it or "—" for it in (failure.said, failure.found))
    return _DETAIL[language].format(step=failure.step.value, said=said, found=found)
