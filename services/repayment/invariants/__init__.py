"""What must hold of the books and the loans at any moment, asked when somebody wants to know."""
