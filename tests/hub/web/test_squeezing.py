"""What goes over the line: squeezed as the asker unpacks it, and the same when unpacked."""

import gzip

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from flask import Flask, Response
from hypothesis import given
from hypothesis import strategies as st

from hub.web.squeezing import (
    WORTH_SQUEEZING,
    encoding_asked,
    show_squeezed,
    squeeze,
    squeezed_once,
)

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize(
    ("asked", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0.1", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0, br;q=0, *", None),
        ("*;q=0", None),
        ("identity, br;q=0.5", None),
        ("identity;q=0.5, gzip", "gzip"),
        ("deflate, zstd", None),
        ("identity", None),
        ("", None),
        ("br;q=nonsense", None),
        ("BR, GZIP", "br"),
    ],
)
def test_the_asker_decides(asked: str, encoding: str | None) -> None:
    """Nobody gets what he cannot unpack or did not want; of two, what he likes better."""
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": asked}):
        assert encoding_asked() == encoding


def test_who_asks_for_nothing_gets_it_plain() -> None:
    """A program without the header, too; caches are told that the header matters."""
    with Flask(__name__).test_request_context():
        answer = squeeze(Response("a" * 5000))
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.vary
        assert len(answer.get_data()) == 5000


@given(content=st.binary(max_size=3000), asked=st.sampled_from(["br", "gzip", "none", "*"]))
def test_unpacked_it_is_what_it_was(content: bytes, asked: str) -> None:
    """Made anew or kept; its length is told right, and what is small stays as it is."""
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": asked}):
        for answer in (
            squeeze(Response(content)),
            show_squeezed(squeezed_once(content), "text/css; charset=utf-8"),
        ):
            encoding = answer.headers.get("Content-Encoding")
            assert UNPACK[encoding](answer.get_data()) == content
            assert answer.headers["Content-Length"] == str(len(answer.get_data()))
            assert list(answer.vary) == ["Accept-Encoding"]
        made = squeeze(Response(content))
        assert len(content) >= WORTH_SQUEEZING or "Content-Encoding" not in made.headers


def test_nothing_is_squeezed_twice() -> None:
    """What is squeezed already goes as it is."""
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": "br"}):
        once = squeeze(Response("baursak " * 500))
        sent = once.get_data()
        assert squeeze(once).get_data() == sent
        assert brotli.decompress(sent) == b"baursak " * 500


def test_brotli_is_worth_having() -> None:
    """It is smaller than gzip, for what is kept and for what is made anew."""
    text = "".join(f"<li class='line'>{number * 37 % 1000} ұпай</li>" for number in range(400))
    found = squeezed_once(text.encode())
    assert len(found.brotli) < len(found.gzip)
    sizes = {}
    for asked in ("br", "gzip"):
        with Flask(__name__).test_request_context(headers={"Accept-Encoding": asked}):
            sizes[asked] = len(squeeze(Response(text)).get_data())
    assert sizes["br"] < sizes["gzip"]
