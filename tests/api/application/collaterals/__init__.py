"""Property offered as security, through the service's own doors."""
