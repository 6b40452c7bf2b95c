"""The test clock of a sandbox deployment: moved from outside, it closes each day on its way."""
