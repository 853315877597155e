"""Tests of hardware/captures."""
