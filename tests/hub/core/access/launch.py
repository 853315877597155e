"""Launch data for tests: the public vectors, and data that we sign ourselves."""

import hashlib
import hmac
import json
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.wire import base64url

VECTOR_TOKEN: Final = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
VECTOR_TIME: Final = 1662771648
VECTOR: Final = (
    "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22"
    "Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22"
    "language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash="
    "c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
)
"""Telegram-Mini-Apps/init-data-golang validate_test.go; the token was published with it."""

SIGNED_BOT: Final = 7342037359
SIGNED_TIME: Final = 1733584787
SIGNED_VECTOR: Final = (
    "user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C%2F%22"
    "%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22"
    "%3A%22ru%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%2C%22photo_url%22"
    "%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2F4FPEE4tmP3ATHa57u6MqTDih1"
    "3LTOiMoKoLDRG4PnSA.svg%22%7D&chat_instance=8134722200314281151&chat_type=private&auth_date="
    "1733584787&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6&signature="
    "zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ"
)
"""Telegram-Mini-Apps/init-data-golang validate_third_party_test.go: signed by Telegram itself."""


def user_field(number: int, **more: Any) -> str:
    """Return the `user` field of somebody."""
    usual = {"id": number, "first_name": "Айгерім", "language_code": "kk"}
    return json.dumps({**usual, **more})


def launch_data(token: str, at: int, number: int = 77, **fields: str) -> str:
    """Return launch data as Telegram makes it for the bot with *token*."""
    said = {"user": user_field(number), "auth_date": str(at), **fields}
    lines = "\n".join(f"{key}={value}" for key, value in sorted(said.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return urlencode({**said, "hash": hmac.digest(key, lines.encode(), hashlib.sha256).hex()})


def signed_launch_data(key: Ed25519PrivateKey, bot_id: int, at: int, **fields: str) -> str:
    """Return launch data that *key* signs in Telegram's place."""
    said = {"user": user_field(77), "auth_date": str(at), **fields}
    lines = "\n".join(f"{name}={value}" for name, value in sorted(said.items()))
    signature = key.sign(f"{bot_id}:WebAppData\n{lines}".encode())
    return urlencode({**said, "hash": "00", "signature": base64url.encode(signature)})
