"""The disbursement service against what stands around it."""
