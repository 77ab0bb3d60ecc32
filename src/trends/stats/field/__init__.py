"""Growth without topics: around each place among the papers."""
