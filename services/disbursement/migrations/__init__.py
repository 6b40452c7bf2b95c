"""The history of the disbursement schema."""
