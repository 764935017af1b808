"""English, wherever it is read."""
