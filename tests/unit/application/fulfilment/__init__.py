"""Where an application stands by what was heard."""
