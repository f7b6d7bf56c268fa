"""Reads a plan document and proposes its tree; pure Python, no database.

Offers `read` (a file becomes a Document) and `recognise` (a Document becomes a Proposal).
Uses no other room.
"""
