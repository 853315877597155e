"""Tests of who is there and what they may do."""
