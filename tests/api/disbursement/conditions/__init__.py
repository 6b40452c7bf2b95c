"""A contract's checklist over HTTP."""
