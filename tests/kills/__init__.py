"""Real processes killed at each failpoint, started again, and asked what is left."""
