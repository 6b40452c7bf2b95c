"""What an applicant does with property: offers it, changes what was said of it, takes it back."""
