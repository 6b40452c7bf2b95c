"""Intake: an application from draft to acceptance, its materials and its history."""
