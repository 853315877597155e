"""`baursak verify-proof`: is my balance in what the chain states? Needs no hub and no trust."""

import json
import sys
from pathlib import Path
from typing import Final, TypedDict, Unpack

import click

from contracts.ton.addresses import MalformedAddress, read_address
from hub.cli.speaking import CONTEXT, plainly
from hub.core.settlement.network import LOCAL, MAINNET, TESTNET
from hub.core.settlement.proof_files import LONGEST, BadFile, TokenState, read_state
from hub.core.settlement.proofs import Asker, Failure, Step, Verdict, verify
from hub.errors import HubError
from hub.web.proof_sentences import GOOD, SENTENCES

LONGEST_NETWORK: Final = 1_048_576
"""Bytes of a network's file; the public ones have a tenth of it."""
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


class _Asked(TypedDict):
    """What was said on the command line beside the file."""

    network: str
    servers: Path | None
    token: str | None
    state: Path | None
    member: str | None
    balance: int | None
    language: str
    as_json: bool


@click.command("verify-proof", context_settings=CONTEXT)
@click.argument("file", type=_FILE)
@click.option("--token", metavar="ADDRESS", help="LoyaltyToken's address.")
@click.option(
    "--network",
    type=click.Choice((MAINNET, TESTNET, LOCAL)),
    default=MAINNET,
    show_default=True,
    help="Where the token is; local is not proven.",
)
@click.option("--servers", type=_FILE, help="The network's own file: global.config.json.")
@click.option("--state", type=_FILE, help="What the chain states, as JSON, instead of asking it.")
@click.option("--member", help="Your name as your own screen shows it, such as member:17.")
@click.option("--balance", type=int, help="Your balance in custody at that block, in points.")
@click.option("--language", type=click.Choice(_LANGUAGES), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@plainly
def verify_proof(file: Path, **asked: Unpack[_Asked]) -> None:
    """Check a member's proof FILE against what the chain states.

    \b
    Examples:
      baursak verify-proof my-proof.json --token EQ… --servers global.config.json \\
        --member member:17 --balance 1250
      baursak verify-proof my-proof.json --state chain.json --member member:17
    Lite-servers must prove what they say; take their file from the network, not from the hub.
    Exit codes: 0 everything fits; 1 something does not, and the step is named.
    """
    asker = Asker(asked["member"], asked["balance"])
    verdict = verify(_read(file, LONGEST), _state(asked), asker)
    if asked["as_json"]:
        click.echo(json.dumps(verdict.to_json()))
    else:
        click.echo(_text(verdict, asked["language"]))
    sys.exit(0 if verdict.good else 1)


def _read(path: Path, longest: int) -> bytes:
    """Return a file's bytes, one more than any good one has at most."""
    with path.open("rb") as opened:
        return opened.read(longest + 1)


def _state(asked: _Asked) -> TokenState:
    """Return what the chain states: from its servers, or from a file."""
    path, servers, token = asked["state"], asked["servers"], asked["token"]
    if path is not None and servers is None and token is None:
        return _state_in(path)
    if path is not None or servers is None or token is None:
        raise click.UsageError("Say both --token and --servers, or only --state.")
    from hub.chain_assembly import token_state

    try:
        address = read_address(token)
    except MalformedAddress as problem:
        raise click.UsageError(f"--token is no address: {problem}.") from None
    written = _read(servers, LONGEST_NETWORK)
    if len(written) > LONGEST_NETWORK:
        raise HubError(f"{servers} is too long.", "Take the network's own file.")
    return token_state(asked["network"], written, address)


def _state_in(path: Path) -> TokenState:
    try:
        return read_state(_read(path, LONGEST))
    except BadFile as bad:
        raise HubError(
            f"{path}: this is not the state of the token ({bad}).",
            "It is one JSON object with epoch, root, issued, custody, sum_root, block,"
            " total_supply and burned; the hashes in hexadecimal.",
        ) from None


def _text(verdict: Verdict, language: str) -> str:
    if failure := verdict.failure:
        return f"{SENTENCES[failure.reason][language]}\n{_detail(failure, language)}"
    asked = Step.MEMBER in verdict.passed or Step.SUM_ROOT not in verdict.passed
    return GOOD[language] if asked else f"{GOOD[language]}\n{_ASK_WITH_MEMBER[language]}"


def _detail(failure: Failure, language: str) -> str:
    said, found = (it or "—" for it in (failure.said, failure.found))
    return _DETAIL[language].format(step=failure.step.value, said=said, found=found)
