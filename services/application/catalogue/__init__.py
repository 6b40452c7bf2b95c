"""What is lent: products, their versions and the materials each asks for."""
