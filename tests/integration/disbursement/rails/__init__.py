"""The rails: each adapter against a provider that misbehaves."""
