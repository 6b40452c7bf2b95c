"""Printing a composed document as a PDF: the same bytes for the same words and font."""
