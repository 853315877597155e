"""What a view is given: the hub of the running app, and who is asking."""

from typing import Final

from flask import current_app

from hub.core.ports.hub import Hub

EXTENSION: Final = "baursak-hub"


def the_hub() -> Hub:
    """Return what use cases need of the world, as `hub.app` put it together."""
    hub = current_app.extensions[EXTENSION]
    assert isinstance(hub, Hub), "the factory puts it there"
    return hub
