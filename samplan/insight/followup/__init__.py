"""The plan's yearly round: builds the form from an edition, chooses the audience, chases, closes."""
