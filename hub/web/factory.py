"""Makes the Flask app out of the hub and the blueprints."""

from flask_openapi3 import APIBlueprint, Info, OpenAPI

from hub.core.ports.hub import Hub
from hub.web.context import EXTENSION
from hub.web.problems import speak_problems

BLUEPRINTS: list[APIBlueprint] = []
"""Every blueprint; each has its guard or is named among the open doors in guards.py."""


def create_web(hub: Hub) -> OpenAPI:
    """Return the WSGI app over *hub*."""
    app = OpenAPI(__name__, info=Info(title="Baursak hub", version="1"), security_schemes={})
    app.extensions[EXTENSION] = hub
    speak_problems(app)
    for blueprint in BLUEPRINTS:
        app.register_api(blueprint)
    return app
