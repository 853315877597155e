"""Frames from cameras: webcams, network cameras, folders of pictures and films, all alike."""
