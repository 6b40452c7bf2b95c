"""Words the areas of this service share: pure."""
