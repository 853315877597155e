"""The API's description, for programs and for people; nothing comes from another host."""

from typing import Final

from flask import Blueprint, Response, jsonify
from flask_openapi3.openapi import OpenAPI

_KEPT_S: Final = 3600
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Baursak API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/static/vendor/swagger_ui/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<noscript><p>This page needs JavaScript; the description itself is at
<a href="/api/openapi.json">/api/openapi.json</a>.</p></noscript>
<script src="/api/docs/static/vendor/swagger_ui/swagger-ui-bundle.js"></script>
<script src="/api/docs/static/docs.js"></script>
</body>
</html>
"""


def docs_of(app: OpenAPI) -> Blueprint:
    """Return the pages that describe *app*."""
    docs = Blueprint("docs", __name__, static_folder="static", static_url_path="/api/docs/static")

    @docs.get("/api/openapi.json")
    def description() -> Response:
        """Return the API's description, OpenAPI 3.1."""
        return _kept(jsonify(app.api_doc))

    @docs.get("/api/docs")
    def page() -> Response:
        """Return the page that shows the description."""
        return _kept(Response(_PAGE, content_type="text/html; charset=utf-8"))

    return docs


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT_S}"
    return answer
