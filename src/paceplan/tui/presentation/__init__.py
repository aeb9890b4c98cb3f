"""Read models in words and styled text, apart from the widgets that show them; no session, no widget."""
