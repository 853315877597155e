"""Runs every test: python -m tests [--full] [pytest options]."""

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(sys.argv[1:]))
