"""A small OpenID issuer for development, with seeded users; production uses a real one."""
