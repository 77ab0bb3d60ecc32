"""Topics and dates to shares: calendars, counts, strata that are held constant, intervals."""
