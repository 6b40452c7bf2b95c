"""Local stack: what needs neither a server nor a process."""
