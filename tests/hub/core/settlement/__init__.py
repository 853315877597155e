"""Tests of hub/core/settlement."""
