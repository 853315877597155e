"""Tests of hardware/taps."""
