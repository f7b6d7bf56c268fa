"""Reports built of plan, round and analysis; live until approved, then a frozen snapshot."""
