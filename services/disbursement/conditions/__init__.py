"""Conditions precedent: what must be so before a contract's money goes out, and the evidence."""
