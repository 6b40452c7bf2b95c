"""Intake on a real database and a real folder of files."""
