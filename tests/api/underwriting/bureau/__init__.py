"""The bureau asked on behalf of a case, on a real Postgres and a real socket."""
