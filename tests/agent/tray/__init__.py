"""The icon in the corner of the screen."""
