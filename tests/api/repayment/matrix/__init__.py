"""Everything the repayment service's document promises, tried: whose is what, and bad input."""
