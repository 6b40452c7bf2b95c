"""Xiaowei's services and the packages they share."""
