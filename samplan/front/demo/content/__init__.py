"""The demonstration's texts. Names of bodies and figures are facts; people, answers and target visions are made up."""
