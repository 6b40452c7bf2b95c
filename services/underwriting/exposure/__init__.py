"""Exposure: what each borrower owes us or was promised by us, and the lock promises go through."""
