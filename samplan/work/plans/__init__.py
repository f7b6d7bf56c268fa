"""Plans: editions with validity and state, tiers named by the county, nodes, contributions, questions to follow up."""
