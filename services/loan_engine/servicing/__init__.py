"""The life of a loan after payout: its terms and what happened, folded into what is owed."""
