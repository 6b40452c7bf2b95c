"""The history of the repayment schema."""
