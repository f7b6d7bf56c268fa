"""Who decides what: bodies, matters with a diary number per organisation, decisions board by board, and anchoring."""
