"""What the committed OpenAPI documents promise, laid out for tests that try all of it."""
