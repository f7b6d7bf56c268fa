"""What is done, by whom, for which parts of the plan; and bringing in a plan document, which makes both."""
