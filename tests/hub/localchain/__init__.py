"""Tests of the local chain."""
