"""The command lines of a till's small processes: argparse would be half a megabyte of each."""

from collections.abc import Collection, Iterable


class WrongWords(Exception):
    """The command line is none of ours; it says why."""


def read_words(
    argv: Iterable[str], options: Collection[str], flags: Collection[str] = ()
) -> dict[str, list[str]]:
    """Return what was said behind each option, `--name VALUE` or `--name=VALUE`, and which flags.

    An option may be given again; an option that was not given has an empty list.
    """
    found: dict[str, list[str]] = {name: [] for name in [*options, *flags]}
    words = iter(argv)
    for word in words:
        name, joined, value = word.partition("=")
        if name in flags and not joined:
            found[name].append("")
            continue
        if name not in options:
            raise WrongWords(f"{word} is unknown")
        said = value if joined else next(words, None)
        if said is None:
            raise WrongWords(f"{name} needs a word behind it")
        found[name].append(said)
    return found
