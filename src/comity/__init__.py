"""Comity: a private, free professional relationship manager."""

__version__ = "0.1.0"
