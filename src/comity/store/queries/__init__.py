"""Typed reads, one module a noun, as plain tuples."""
