"""How the scorecard is made."""
