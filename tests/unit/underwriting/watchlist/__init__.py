"""Listed names: alike or not, and what that means."""
