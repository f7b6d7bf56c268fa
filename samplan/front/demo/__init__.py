"""Demonstration data: three counties, two past rounds and one open. Everything in it is made up or public fact."""
