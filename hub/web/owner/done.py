"""What was done, said on the page after it: by a word of ours in its address."""

from collections.abc import Mapping

from flask import request


def done_here(words: Mapping[str, str], known: Mapping[str, str]) -> str | None:
    """Return the sentence that `?done=` asks for, when it is one of *known*."""
    name = known.get(request.args.get("done", ""))
    return None if name is None else words[name]
