"""Joint-liability groups: people who answer for one another's loans."""
