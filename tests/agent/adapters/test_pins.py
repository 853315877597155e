"""PINs by argon2id."""

from agent.adapters.pins import MEMORY_KIB, PASSES, Argon2Pins


def test_a_pin_is_kept_slow_and_salted() -> None:
    """With the effort that is asked for; the PIN itself is nowhere."""
    pins = Argon2Pins()
    kept = pins.hash("407129")
    assert kept.startswith(f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$")
    assert "407129" not in kept
    assert kept != pins.hash("407129")
    assert pins.verify(kept, "407129")
    assert not pins.verify(kept, "407128")


def test_what_was_never_a_hash_is_nobody_s_pin() -> None:
    """A row that was damaged or emptied opens nothing, and stops nothing."""
    pins = Argon2Pins(memory_kib=8, passes=1)
    for text in ("", "407129", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"):
        assert not pins.verify(text, "407129")
