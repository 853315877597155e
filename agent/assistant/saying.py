"""The assistant's words, read once: one file a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from agent.core.assistant.words import Words


@cache
def words_of(language: str) -> Words:
    """Return the words in a language (kk, ru or en)."""
    return Words(language, _table(language))


def _table(language: str) -> Mapping[str, str]:
    text = files("agent.assistant").joinpath("words", f"{language}.toml").read_text("utf-8")
    return {name: str(said) for name, said in tomllib.loads(text).items()}
