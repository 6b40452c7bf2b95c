"""Where an application stands, by what was heard of contract, payouts and loan: pure."""
