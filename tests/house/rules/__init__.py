"""What no linter knows: each rule is a function from a source tree to its breaches."""
