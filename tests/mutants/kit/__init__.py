"""Mistakes in what every service is built of."""
