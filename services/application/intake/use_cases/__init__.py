"""What can be done with an application, one verb per file."""
