"""Collaterals: the property offered as security for an application, and who else offers it."""
