"""The sample projects: demo, fixture and documentation in one, so they have to be right."""
