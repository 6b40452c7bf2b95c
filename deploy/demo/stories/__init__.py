"""One story a module: who acts, what it leads to, what it costs."""
