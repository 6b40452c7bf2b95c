"""How each loan stands: the lines its history makes, kept so that a day is closed in SQL."""
