"""The running stack while the ways between its parts break, and its parts die."""
