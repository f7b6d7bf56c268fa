"""Uploaded files, kept by the hash of their content in the data folder."""
