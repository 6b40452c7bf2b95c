"""The world outside, played on one machine: what a real deployment rents. No image carries it."""
