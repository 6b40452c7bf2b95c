"""What is sent and answered about receipts."""
