"""Who may be in a group, when it may borrow, and what its members agree to: pure."""
