"""A credit bureau to try things with: what a number says decides what is answered."""
