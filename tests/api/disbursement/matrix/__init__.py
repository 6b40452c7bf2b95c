"""Everything the disbursement service's document promises, tried: whose is what, and bad input."""
