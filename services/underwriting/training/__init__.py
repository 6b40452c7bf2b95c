"""How the first scorecard is made from public data: `make scorecard`; nothing here runs in service.

Plain Python and one fixed seed, so that the card comes out byte for byte the same everywhere.
"""
