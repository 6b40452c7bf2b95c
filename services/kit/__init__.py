"""Domain-free floor: pure values below, plumbing above."""
