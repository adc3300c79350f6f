"""The page of a unit: its own figures, what is missing, what may be done now."""
