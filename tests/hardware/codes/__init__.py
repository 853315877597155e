"""Tests of hardware/codes."""
