"""What a loan is and may become."""
