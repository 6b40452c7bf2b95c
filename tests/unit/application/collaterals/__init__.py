"""What property says of itself, and what the decisions about it are."""
