"""Terms of topics over time, and what entered and left their vocabulary."""
