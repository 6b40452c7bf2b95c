"""What a condition is, which ones a contract has, and when they are met: pure."""
