"""All writes of the delivery room, one module for each thing."""
