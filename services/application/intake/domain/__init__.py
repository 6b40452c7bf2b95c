"""What intake decides: pure, and the same every time it is asked."""
