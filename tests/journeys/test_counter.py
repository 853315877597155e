"""The counter on the real programs: a phone before the camera, the cashier, the hub."""

from pathlib import Path

from hardware.codes.showing import code_png
from tests.journeys.shop import Shop


def show(camera: Path, text: str) -> None:
    """Hold a phone with a code before the camera, in place of the one before."""
    (camera / "next.tmp").write_bytes(code_png(text))
    (camera / "next.tmp").replace(camera / "phone.png")


def test_a_voucher_at_the_counter(tmp_path: Path) -> None:
    """Offered with how to ring it up, taken when the cashier nods; by the lease, too."""
    camera = tmp_path / "camera"
    camera.mkdir()
    looking = f'camera = "folder://{camera}?fps=15&loop=1"'
    show(camera, "https://example.kz/menu")
    with Shop(tmp_path) as shop:
        till, reward = shop.till("till"), shop.reward()
        (one, _), (two, _) = (shop.bought(reward) for _ in range(2))
        with till.open(looking) as counter:
            page = counter.page
            page.until(glance="staff", saying="is_link", line="online")
            show(camera, one)
            offer = page.until(glance="offer")
            assert offer["hand_over"]
            assert offer["ring_up"]
            page.does("confirm", offer["number"] - 1)  # of a view that is no more
            page.does("confirm", offer["number"])
            taken = page.until(glance="accepted")
            assert (taken["sound"], taken["saying"]) == ("ok", "accepted")
        shop.kill_hub()
        with till.open(looking) as counter:
            page = counter.page
            show(camera, two)  # and perhaps the camera has seen the first one's phone just now
            page.does("confirm", page.until(glance="offer", line="offline")["number"])
            assert page.until(glance="accepted")["saying"] == "accepted_alone"
            page.until(glance="idle")  # by now the camera has seen the first phone go
            show(camera, one)
            # By the agent that ran before this one, half a minute ago or longer.
            told = page.until(glance={"just_accepted", "used"})
            assert (told["hand_over"], told["queued"] > 0) == (None, True)
