"""The merged document, tried on all four services through the gateway."""
