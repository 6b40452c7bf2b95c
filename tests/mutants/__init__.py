"""Mistakes planted in our own code, each seen by a test of the suite that is sound without it.

This is the one place where our code is replaced: to see that the tests would tell.
"""
