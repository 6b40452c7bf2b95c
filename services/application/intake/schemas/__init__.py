"""Applications, materials, next steps and timelines on the wire."""
