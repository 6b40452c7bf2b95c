"""What a receipt is and may become: pure."""
