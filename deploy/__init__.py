"""How Xiaowei is run."""
