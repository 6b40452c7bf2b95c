"""Loans on the wire."""
