"""Tests of hub.core.rewards."""
