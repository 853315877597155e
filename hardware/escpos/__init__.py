"""ESC/POS without I/O: bytes to commands, lines, images and codes; and back."""
