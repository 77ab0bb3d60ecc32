"""What the fields of a paper look like in the wild, and the one form that each takes here."""
