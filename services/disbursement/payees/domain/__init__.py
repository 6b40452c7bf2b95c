"""What a payee account is and may become: pure."""
