"""May we lend, how much, how long, at what price, and why."""
