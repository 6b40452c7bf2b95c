"""The kit's front door, tried through a tiny application."""
