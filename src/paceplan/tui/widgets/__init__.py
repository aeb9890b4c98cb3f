"""Widgets: values given to them in, their own messages out; they know neither session nor app state."""
