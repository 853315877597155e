"""Every reason why a proof fails has its sentence in three languages."""

import re

import pytest

from hub.core.settlement.proofs import Reason
from hub.web.proof_sentences import GOOD, SENTENCES
from hub.web.sentences import LANGUAGES


def test_every_reason_has_its_sentence() -> None:
    """And no two say the same."""
    assert set(SENTENCES) == set(Reason)
    for language in LANGUAGES:
        said = [it[language] for it in SENTENCES.values()]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("reason", Reason)
def test_each_is_in_its_own_language(reason: Reason) -> None:
    """Whole sentences: Kazakh with its letters, Russian without them, English without either."""
    said = SENTENCES[reason]
    assert set(said) == set(LANGUAGES) == set(GOOD)
    assert all(it.endswith(".") for it in said.values())
    assert re.search("[әғқңөұүһі]", said["kk"])
    assert not re.search("[әғқңөұүһі]", said["ru"])
    assert re.search("[а-я]", said["ru"])
    assert said["en"].isascii()
