"""What offers decide: pure, and the same every time it is asked."""
