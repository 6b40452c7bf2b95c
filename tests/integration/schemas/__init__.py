"""The migrated schemas as the database describes them."""
