"""How a document becomes a proposal: one module for each pass, in the order of `recogniser.py`."""
