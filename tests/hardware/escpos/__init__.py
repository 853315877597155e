"""Tests of hardware/escpos."""
