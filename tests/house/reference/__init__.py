"""What the house asks of its reference documents."""
