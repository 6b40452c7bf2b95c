"""What the gateway itself answers in sandbox mode, beside its pages: the test clock."""
