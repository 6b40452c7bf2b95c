"""What underwriting tells, and questions, answers and decisions on the wire."""
