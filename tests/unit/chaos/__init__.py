"""What judges a run of chaos is judged itself."""
