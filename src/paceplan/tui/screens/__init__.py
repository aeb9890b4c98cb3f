"""Screens and the panes of a project; may touch the session they are given, core read models and widgets."""
