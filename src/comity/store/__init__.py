"""The tables, and everything that speaks SQL."""
