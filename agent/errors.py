"""What goes wrong for a person at the till: a title, and what to do next."""

from pathlib import PurePath


class AgentError(Exception):
    """Something the person at the till or the owner can act on."""

    exit_code = 1

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(f"{title} {hint}")
        self.title = title
        """What happened, one sentence."""
        self.hint = hint
        """What to do next, one sentence."""


class UnreadableFile(AgentError):
    """A file that is not what the command reads."""

    exit_code = 2


class NotEnrolled(AgentError):
    """A till without its keys."""

    def __init__(self, path: PurePath) -> None:
        super().__init__(
            f"This till is not enrolled: {path} is missing.",
            "Get a one-time code and run: baursak agent enrol CODE --hub URL;"
            " or, to try it without a hub: baursak agent enrol --local",
        )


class WrongSettings(AgentError):
    """Settings that cannot be used: all problems at once."""

    exit_code = 2

    def __init__(self, problems: list[str], *, may_print: bool = False) -> None:
        super().__init__("The settings cannot be used:", "\n".join(f"- {it}" for it in problems))
        self.problems = problems
        self.may_print = may_print
        """True when printer and tap are right all the same: the POS need not wait."""
