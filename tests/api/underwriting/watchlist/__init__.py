"""The lists over HTTP."""
