"""The rules about people and businesses: numbers that check, masks, consents."""
