"""The credit bureau, asked over a real socket."""
