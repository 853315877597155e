"""What an installation of the hub is called, and where it is reached."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Programme:
    """Facts of this installation that come from its configuration."""

    host: str
    """As in `https://<host>/c/<code>`."""
    bot: str | None
    """The Telegram bot's name."""
    url: str | None = None
    """Where tills reach the hub, when that is not `https://<host>`."""

    @property
    def address(self) -> str:
        """Return where tills reach the hub: scheme, host and port."""
        return self.url or f"https://{self.host}"
