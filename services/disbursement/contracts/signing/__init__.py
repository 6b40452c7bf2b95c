"""Signatures in the file itself: whoever makes them, behind one protocol."""
