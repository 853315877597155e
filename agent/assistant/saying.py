"""The assistant's words, read once: one file a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from agent.core.assistant.words import Words


@cache
def words_of(language: str) -> Words:
    """Return the words in a language (kk, ru or en)."""
    return Words(language, table_of(language))


def table_of(language: str) -> Mapping[str, str]:
    """Return every sentence of a language by its name."""
    text = files("agent.assistant").joinpath("words", f"{language}.toml").read_text("utf-8")
    return {name: str(said) for name, said in tomllib.loads(text).items()}
