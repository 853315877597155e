"""How the app opens for whoever has just signed in: session, claim, first screen in one answer."""

import json
import re
from typing import Any, Final

from flask import Response, make_response, render_template

from contracts.wire.claim import CODE_LENGTH
from contracts.wire.refusals import Refused
from hub.core.access.sessions import SignedIn
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub
from hub.usecases.account_merging import CODE_LENGTH as JOIN_LENGTH
from hub.usecases.claims import claim_receipt
from hub.usecases.who_am_i import member_of
from hub.web import app_screens
from hub.web.app_joining import joining
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_words import script_words
from hub.web.principal import language, set_principal
from hub.web.squeezing import squeeze

_CODE: Final = re.compile(f"[A-Za-z0-9_-]{{{CODE_LENGTH}}}", re.ASCII)
_JOIN: Final = re.compile(f"join_([A-Za-z0-9_-]{{{JOIN_LENGTH}}})", re.ASCII)
"""What the app is opened with by somebody who joins two accounts."""


def opened(hub: Hub, signed: SignedIn, start: str, **more: Any) -> Response:
    """Return the session of whoever has just signed in, and the screen for what he opened."""
    member = member_of(hub, MemberId(signed.owner))
    set_principal("member", member.id, language=member.language)
    viewer = Viewer(hub, member, language())
    return said(
        viewer,
        _first(viewer, start) or app_screens.home(viewer),
        access=signed.access,
        me=signed.owner,
        language=viewer.language,
        words=script_words(viewer.language),
        **more,
    )


def claiming(viewer: Viewer, code: str) -> Screen:
    """Claim a slip's code and return the moment of joy, or why there is none."""
    try:
        made = claim_receipt(viewer.hub, viewer.member.id, code)
    except Refused as refused:
        return app_screens.not_claimed(viewer, refused.refusal, code)
    return app_screens.claimed(viewer, made)


def said(viewer: Viewer, screen: Screen, **more: Any) -> Response:
    """Return a screen with what the page's script needs beside it."""
    html = render_template(f"app/{screen.name}.html", **screen.facts)
    told = {"screen": screen.name, "html": html, **more}
    answer = Response(json.dumps(told, ensure_ascii=False), content_type="application/json")
    answer.headers["Content-Language"] = viewer.language
    return private(answer)


def fragment(screen: Screen) -> Response:
    """Return a screen alone."""
    return private(make_response(render_template(f"app/{screen.name}.html", **screen.facts)))


def private(answer: Response) -> Response:
    """Keep an answer out of caches."""
    answer.headers["Cache-Control"] = "no-store"
    return squeeze(answer)


def _first(viewer: Viewer, start: str) -> Screen | None:
    if _CODE.fullmatch(start):
        return claiming(viewer, start)
    join = _JOIN.fullmatch(start)
    return None if join is None else joining(viewer, join[1])
