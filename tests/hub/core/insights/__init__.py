"""Tests of the dashboard's numbers, pure."""
