"""What the disbursement and repayment services tell."""
