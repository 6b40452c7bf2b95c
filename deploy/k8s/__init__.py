"""Kubernetes manifests, and the command that renders them."""
