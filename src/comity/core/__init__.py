"""Decisions: pure functions of plain values. No input, no output, no clock; "now" is an argument."""
