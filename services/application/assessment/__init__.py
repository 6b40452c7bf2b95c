"""What underwriting makes of an application: its questions, their answers, its decision."""
