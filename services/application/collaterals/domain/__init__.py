"""What can be said of property offered as security: pure, and asked of nobody."""
