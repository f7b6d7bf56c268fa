"""How an activity is carried through: milestones and gates, plans for evaluation and for what is told, guides and criteria, the final report."""
