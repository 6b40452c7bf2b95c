"""The borrower's journey: parties, products, applications and materials."""
