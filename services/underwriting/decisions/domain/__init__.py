"""How a case is decided: pure, exact and repeatable; everything it knows is handed in."""
