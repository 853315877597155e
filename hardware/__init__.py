"""Devices: bytes, frames and ports; nothing about loyalty."""
