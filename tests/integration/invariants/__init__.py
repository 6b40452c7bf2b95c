"""Each invariant holds in an empty deployment, and sees the breach planted for it."""
