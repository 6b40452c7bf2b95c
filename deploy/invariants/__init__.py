"""What must hold after any run, asked of the database itself: queries that return no row.

The numbers are those of the catalogue of invariants the house is held to; a number that is not
here belongs to a part that does not exist yet. Nothing is asked of the running services: a
superuser reads all four schemas, and the rail's own book, as they were at one moment.
"""
