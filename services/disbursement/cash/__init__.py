"""The cash journal: what left the lender's account, what is on its way, and what nobody claims."""
