"""Tests of hardware/serial."""
