"""The HTTP face: views that only translate, each blueprint with its guard."""
