"""What a case is and may become: pure."""
