"""Modules that wait for their first use."""

import subprocess
import sys
import textwrap


def said(program: str) -> list[str]:
    """Return the words that a process of its own says."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", textwrap.dedent(program)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


def test_a_late_module_is_loaded_by_its_first_use() -> None:
    """Importing it is none, nor is looking at it as the import system does; then it is itself."""
    assert said("""
        import sys
        from installers.late import load_late
        load_late("colorsys")
        import colorsys, colorsys as again
        early = hasattr(colorsys, "__path__"), "ONE_THIRD" in vars(colorsys)
        from colorsys import rgb_to_hsv
        assert rgb_to_hsv(0, 0, 0) == colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
        print(*early, again.ONE_THIRD < 1, sys.modules["colorsys"].__file__.endswith(".py"))
    """) == ["False", "False", "True", "True"]


def test_what_is_loaded_already_stays() -> None:
    """And what is not there at all says so when it is used."""
    assert said("""
        import colorsys
        from installers.late import load_late
        load_late("colorsys"); load_late("no_such_module")
        import colorsys as again, no_such_module
        try:
            no_such_module.anything
        except ModuleNotFoundError:
            print(again is colorsys)
    """) == ["True"]


def test_dataclasses_do_without_what_looks_into_code() -> None:
    """A megabyte: that is why each of ours has a docstring."""
    assert said("""
        import sys
        from installers.late import load_late
        load_late("inspect")
        import agent.app
        print("ast" in sys.modules, "dis" in sys.modules)
    """) == ["False", "False"]
