"""The lender's own lists: whom it may not serve, and whom a person must look at first."""
