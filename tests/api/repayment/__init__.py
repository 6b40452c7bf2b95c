"""The repayment service over HTTP."""
