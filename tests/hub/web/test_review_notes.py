"""What machines note about reviews is read in three languages."""

import re
from pathlib import Path

import pytest

from hub.core.receipts.records import Ending
from hub.web.review_notes import note_sentence
from hub.web.sentences import LANGUAGES

_USECASES = Path(__file__).parents[3] / "hub" / "usecases"
_CLOSED = re.compile(
    r'(?:_close_review\(|_close_claim\(|reviews\.close\(|\bnote = )[^"\n]*"([a-z]+ [a-z ]+)"'
)


def test_every_note_of_a_machine_has_its_words() -> None:
    """Read from the use cases themselves, so that a new one is not forgotten."""
    notes = {note for file in _USECASES.glob("*.py")
             for note in _CLOSED.findall(file.read_text(encoding="utf-8"))}  # fmt: skip
    assert len(notes) >= 6
    for note in notes:
        said = [note_sentence(note, spoken) for spoken in LANGUAGES]
        assert len(set(said)) == len(LANGUAGES), note
        assert note not in said


@pytest.mark.parametrize("ending", Ending)
def test_an_ending_is_told_as_members_hear_it(ending: Ending) -> None:
    """In the words of the claim."""
    assert not note_sentence(f"ended: {ending}", "kk").startswith("ended")


def test_a_person_is_quoted() -> None:
    """Whatever the reader speaks."""
    assert note_sentence("Чекті көрдім", "en") == "Чекті көрдім"
