"""The test clock of a whole deployment, through the gateway's door."""
