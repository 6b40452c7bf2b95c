"""What underwriting tells, and what is asked and answered: pure, and the same every time."""
