"""All that an installation keeps as one folder, and such a folder into an empty installation."""
