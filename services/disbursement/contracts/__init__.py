"""Contracts: drawn from the accepted offer, disclosed, signed, and left or fulfilled."""
