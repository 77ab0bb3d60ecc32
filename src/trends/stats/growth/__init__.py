"""How fast shares grow, and how sure that is."""
