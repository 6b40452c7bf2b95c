"""The world outside, played on one machine: what it answers."""
