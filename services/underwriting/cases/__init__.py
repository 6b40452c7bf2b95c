"""Cases: each accepted application on its way through checks, decision and desk."""
