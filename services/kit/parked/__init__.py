"""Deliveries that were given up: kept for a person to look at, and tried again on their word."""
