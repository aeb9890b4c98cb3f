"""Who may import whom, and what importing costs."""
