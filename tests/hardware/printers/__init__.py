"""Tests of hardware/printers."""
