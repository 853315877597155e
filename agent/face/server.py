"""The face's own small server: it shows what it is given and hands on what a person did."""

from agent.face.requests import FaceRequest
from agent.local_page.server import PageServer


class FaceServer(PageServer):
    """Serves the cashier's page while the block lasts."""

    answering = FaceRequest
