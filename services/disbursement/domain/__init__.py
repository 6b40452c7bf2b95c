"""The words the areas of this service share; pure, like every domain."""
