"""The views, one module a page: they read what was sent, ask one answer or do one action, and show it."""
