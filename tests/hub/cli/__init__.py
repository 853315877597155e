"""Tests of the hub's commands."""
