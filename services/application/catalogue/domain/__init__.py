"""The rules of products: what a version may say and how it comes into force."""
