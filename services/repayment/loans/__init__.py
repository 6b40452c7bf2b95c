"""Loans: opened by money that arrived, on the terms of their contract, with their history."""
