"""What can be done with parties and consents, one verb per file."""
