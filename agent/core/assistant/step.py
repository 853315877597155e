"""What every step of the assistant has in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from agent.core.assistant.blocks import Block, Standing
from agent.core.assistant.draft import Draft
from agent.core.assistant.wishes import News, Wish
from agent.core.assistant.words import Words


class Step(ABC):
    """One page of the assistant: shows blocks, takes acts, hears news; as often as one likes."""

    name = ""
    owns: tuple[str, ...] = ()
    """Beginnings of the settings that are chosen here: what is wrong with them is said here."""
    optional = False

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.standing = Standing.AHEAD
        self.problems: tuple[str, ...] = ()
        """Of the settings, as they were when the person wanted to go on."""

    @property
    def is_set(self) -> bool:
        """Tell whether the settings say already what is chosen here."""
        return any(map(self.draft.has, self.owns))

    @abstractmethod
    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""

    def main(self, said: Words) -> tuple[str, str]:
        """Return the act of Enter and its label."""
        return "next", said("next")

    def entered(self) -> Sequence[Wish]:
        """Begin: the person comes to this step."""
        return ()

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was chosen and typed into the draft; where nothing is, leave it as it is."""
        del values

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Do what a button of this step says; *values* were taken already."""
        del act, values
        return ()

    def hear(self, news: News) -> Sequence[Wish]:
        """Take news, also while another step is shown."""
        del news
        return ()

    def _tried(self) -> None:
        """Note that what stood there before has been tried anew: that decides from now on."""
        if self.standing is Standing.BEFORE:
            self.standing = Standing.AHEAD

    def left(self) -> None:
        """End: the person goes on."""
        self.standing = Standing.DONE
