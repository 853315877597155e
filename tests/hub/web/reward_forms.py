"""Forms of the dashboard as a browser sends them: what the page holds, and what is typed."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.hub.web.test_owner import OURS, PAGE

EN = PAGE | {"Accept-Language": "en"}
SPOKEN = OURS | {"Accept-Language": "en"}
TICKS = re.compile(r'<input type="checkbox" name="(\w+)" value="1"( checked)?>')
FIELDS = re.compile(r'<input (?:[^>]*?)name="(\w+)" value="([^"]*)"')
AREAS = re.compile(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>')
CHOICES = re.compile(r'<select name="(\w+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option value="(\w*)" selected>')


def fields_of(page: str, form: str) -> dict[str, Any]:
    """Return what the form with that id would send if nobody touched it."""
    start = page.index(f'id="{form}"')
    text = page[start : page.index("</form>", start)]
    ticks = TICKS.findall(text)
    names = {name for name, _ in ticks}
    found: dict[str, Any] = {
        name: html.unescape(said) for name, said in FIELDS.findall(text) if name not in names
    }
    found |= {name: html.unescape(said) for name, said in AREAS.findall(text)}
    found |= {name: "1" for name, on in ticks if on}
    for name, options in CHOICES.findall(text):
        chosen = CHOSEN.search(options)
        first = re.search(r'value="(\w*)"', options)
        assert first is not None
        found[name] = chosen[1] if chosen else first[1]
    found.pop("photo", None)
    return found


def sends(client: FlaskClient, path: str, fields: dict[str, Any]) -> TestResponse:
    """Send a form as our page does, with files where it has some."""
    files = {
        name: FileStorage(it[0], it[1]) for name, it in fields.items() if isinstance(it, tuple)
    }
    boundary, body = encode_multipart(fields | files)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(path, data=body, headers=SPOKEN, content_type=kind)


def problems_on(page: str) -> dict[str, str]:
    """Return what stands beside the fields, by field."""
    found = re.findall(r'<p class="problem" role="alert" id="wrong-([\w-]+)">([^<]+)</p>', page)
    return {name: html.unescape(text) for name, text in found}
