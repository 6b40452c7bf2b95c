"""How loans stand: pure."""
