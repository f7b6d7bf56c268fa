from samplan.insight.analysis.tests.conftest import asking, two_years

__all__ = ["asking", "two_years"]
