"""Who borrows: people and businesses, what they consented to, and what others see of them."""
