"""The compilation: what the organisations answered, what changed, and what we make of it. Few tables: own texts only."""
