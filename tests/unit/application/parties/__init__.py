"""The rules of parties."""
