"""`baursak verify-proof`: is my balance in what the chain states? Needs no hub and no trust."""

import json
import sys
from pathlib import Path
from typing import Final, TypedDict, Unpack

import click

from contracts.ton.addresses import MalformedAddress, read_address
from contracts.ton.seen import Address
from hub.cli.speaking import CONTEXT, plainly
from hub.core.settlement.network import (
    LOCAL,
    MAINNET,
    TESTNET,
    MalformedNetwork,
    read_network,
)
from hub.core.settlement.proof_files import LONGEST, BadFile, TokenState, read_state
from hub.core.settlement.proofs import Asker, Failure, Reason, Step, Verdict, verify
from hub.errors import HubError
from hub.web.proof_sentences import GOOD, SENTENCES

LONGEST_NETWORK: Final = 1_048_576
"""Bytes of a network's file; the public ones have a tenth of it."""
_FILE: Final = click.Path(path_type=Path, dir_okay=False, exists=True)
_NETWORKS: Final = (MAINNET, TESTNET, LOCAL)
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


_FOREIGN: Final = frozenset(
    {Reason.OTHER_EPOCH, Reason.OTHER_BLOCK, Reason.OTHER_TOTAL, Reason.OTHER_SUM_ROOT}
)
"""How a good proof fails where another token is asked."""
_ELSEWHERE: Final = {
    "en": "Or the proof is of another network or another programme: the file does not say which."
    " Check --network and --token.",
    "ru": "Или это доказательство из другой сети или другой программы: в файле этого не указано."
    " Проверьте --network и --token.",
    "kk": "Немесе бұл дәлел басқа желінікі не басқа бағдарламанікі: файлда ол жазылмаған."
    " --network пен --token дұрыс па, тексеріңіз.",
}


class _Asked(TypedDict):
    """What was said on the command line beside the file."""

    network: str | None
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
    type=click.Choice(_NETWORKS),
    help="Where the token is; local is not proven. [default: TON_NETWORK's, else mainnet]",
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

    network, said_by = _network(asked["network"])
    address = _token(token, network)
    written = _read(servers, LONGEST_NETWORK)
    if len(written) > LONGEST_NETWORK:
        raise HubError(f"{servers} is too long.", "Take the network's own file.")
    _require_network(network, said_by, servers, written)
    return token_state(network, written, address)


def _network(option: str | None) -> tuple[str, str]:
    """Return which network is looked at, and who says so."""
    if option is not None:
        return option, f"--network says {option}"
    from hub.config import named_settings

    named = named_settings().get("TON_NETWORK")
    if not named:
        return MAINNET, f"{MAINNET} was looked at, as no --network was named"
    if named not in _NETWORKS:
        raise click.UsageError(
            f"TON_NETWORK says {named[:20]}, which is no network to look at;"
            " say --network mainnet, testnet or local."
        )
    return named, f"TON_NETWORK says {named}"


def _token(written: str, network: str) -> Address:
    try:
        read_address(written)
    except MalformedAddress as problem:
        raise click.UsageError(f"--token is no address: {problem}.") from None
    try:
        return read_address(written, test_network=network != MAINNET)
    except MalformedAddress:
        raise click.UsageError(
            f"--token is an address for a test network only, and {network} was asked for;"
            " say --network testnet, or name the token of mainnet."
        ) from None


def _require_network(network: str, said_by: str, servers: Path, written: bytes) -> None:
    """Refuse a file of servers that is of another network than the one that is looked at."""
    try:
        read_network(network, written)
    except MalformedNetwork as problem:
        text = str(problem).replace(f"TON_NETWORK says {network}; mend one of them", said_by)
        other = next((it for it in (MAINNET, TESTNET) if f"is of {it}" in text), None)
        hint = f"Take the file that {network} publishes."
        if other is not None:
            hint = f"Say --network {other}, or take the file that {network} publishes."
        raise HubError(f"The network's file {servers} {text}.", hint) from None


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
        text = f"{SENTENCES[failure.reason][language]}\n{_detail(failure, language)}"
        return f"{text}\n{_ELSEWHERE[language]}" if failure.reason in _FOREIGN else text
    asked = Step.MEMBER in verdict.passed or Step.SUM_ROOT not in verdict.passed
    return GOOD[language] if asked else f"{GOOD[language]}\n{_ASK_WITH_MEMBER[language]}"


def _detail(failure: Failure, language: str) -> str:
    said, found = (it or "—" for it in (failure.said, failure.found))
    return _DETAIL[language].format(step=failure.step.value, said=said, found=found)
