"""`make demo`: three stories of the running stack, walked over HTTP and told to a reader."""
