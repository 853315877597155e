"""What goes wrong for a person who runs the hub, said so that he can act on it."""


class HubError(Exception):
    """Something a person must mend: a title, and what to do next."""

    exit_code = 1

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(f"{title} {hint}")
        self.title = title
        self.hint = hint


class WrongSettings(HubError):
    """The configuration cannot be used; all problems at once."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            "\n".join(problems),
            "Mend the settings and start again; their file is named by --env hub.env.",
        )
        self.problems = problems


class DatabaseUnavailable(HubError):
    """The database does not answer, or is not in the state that this program needs."""


class TransactionLost(DatabaseUnavailable):
    """Two transactions waited for each other, and this one gave way: nothing of it happened."""


class ChainRefused(HubError):
    """Something about the chain forbids sending: nothing was sent; all reasons at once."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons), "Nothing was sent; mend this and start again.")
        self.reasons = reasons
