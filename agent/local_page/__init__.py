"""Pages for this computer only: their guards, their live view, their server."""
