"""Who did what, when, from what to what. Offers `record` and queries; keeps ids and text, never a foreign key."""
