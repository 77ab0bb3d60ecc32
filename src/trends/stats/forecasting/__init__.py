"""Shares ahead, and how good such guesses were."""
