"""The decision: frozen facts and a version of the rules make an answer, its price and reasons."""
