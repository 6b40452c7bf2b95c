"""The checks of one submission: what each finds, and all of it frozen into a snapshot."""
