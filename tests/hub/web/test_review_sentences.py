"""What a reviewer is told."""

import pytest

from hub.core.fraud import Suspicion
from hub.web.review_sentences import LOSSES, SUSPICIONS, reason_sentence
from hub.web.sentences import LANGUAGES


@pytest.mark.parametrize("suspicion", Suspicion)
def test_every_suspicion_is_said_in_three_languages(suspicion: Suspicion) -> None:
    """With its numbers, or a dash where an old reason lacks one; never a brace."""
    assert set(SUSPICIONS[suspicion]) == set(LANGUAGES)
    sentences = set()
    for spoken in LANGUAGES:
        sentence = reason_sentence({"suspicion": suspicion.value, "numbers": {}}, spoken)
        assert "{" not in sentence
        assert sentence.endswith(".")
        sentences.add(sentence)
    assert len(sentences) == len(LANGUAGES)


@pytest.mark.parametrize("why", [*LOSSES, "something_new"])
def test_every_loss_is_said_in_three_languages(why: str) -> None:
    """One that we have no sentence for is said without its code; numbers may be missing."""
    said = {reason_sentence({"suspicion": why, "numbers": {"lease": None}}, it) for it in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert not any("{" in sentence or "something_new" in sentence for sentence in said)
