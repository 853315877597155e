"""The API's description: valid OpenAPI 3.1, shown by a page that asks no other host."""

import hashlib
import json
import re
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI

import hub.web
from hub.web.headers import PAGE
from tests.chromium import Window
from tests.evidence import record
from tests.hub.web.sockets import serving

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHOWN_S = 60.0
VENDOR = Path(hub.web.__path__[0]) / "static" / "vendor"


def test_vendored_files_are_served_as_their_makers_published_them(client: FlaskClient) -> None:
    """Each has its digest in the list, and nothing else is there."""
    lines = (VENDOR / "SHA256SUMS.txt").read_text(encoding="ascii").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {str(it.relative_to(VENDOR)) for it in VENDOR.rglob("*") if it.is_file()}
    assert found - {"SHA256SUMS.txt"} == set(listed)
    for name, digest in listed.items():
        with client.get(f"/api/docs/static/vendor/{name}") as served:
            assert hashlib.sha256(served.get_data()).hexdigest() == digest


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    """All that it loads is served by us, under a policy that allows nothing else."""
    answer = client.get("/api/docs")
    page = answer.get_data(as_text=True)
    assert answer.headers["Content-Security-Policy"] == PAGE
    assert not re.search(r"<script>|<style|\son\w+=|\sstyle=|javascript:", page)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) >= 4
    for path in loaded:
        if path != "data:,":
            assert path.startswith("/api/")
            with client.get(path) as loaded_part:
                assert loaded_part.status_code == 200, path


def test_a_browser_asks_no_other_host_and_complains_of_nothing(
    web: OpenAPI, chromium: Window, *, full: bool
) -> None:
    """Chromium shows every operation."""
    began = time.monotonic()
    chromium.asked.clear()
    chromium.complaints.clear()
    operations = sum(len(item) for item in web.api_doc["paths"].values())
    with serving(web) as place:
        # A group is drawn when it comes near: the window is as long as the page.
        chromium.open(f"http://{place}/api/docs", 1280, 100 * operations)
        shown = f"document.querySelectorAll('.opblock').length === {operations}"
        chromium.until(shown, SHOWN_S)
        chromium.open("about:blank")
    outside = [it for it in chromium.asked
               if not it.startswith((f"http://{place}/", "data:", "about:"))]  # fmt: skip
    assert (outside, chromium.complaints) == ([], [])
    if full:
        counts: dict[str, object] = {"operations": operations, "requests": len(chromium.asked),
                  "outside_requests": 0, "csp_errors": 0}  # fmt: skip
        record("api-docs", counts, time.monotonic() - began)


def test_the_description_is_openapi_3_1(client: FlaskClient) -> None:
    """Every reference in it leads somewhere, and no part is null."""
    described = client.get("/api/openapi.json")
    description = json.loads(described.get_data())  # deeper than what we take from others
    assert description["openapi"].startswith("3.1.")
    assert set(description["components"]["securitySchemes"]) == {"session", "till"}
    schemas = description["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', described.get_data(as_text=True)))
    assert named <= set(schemas)
    assert "ProblemReply" in named
    assert "#/$defs/" not in described.get_data(as_text=True)
