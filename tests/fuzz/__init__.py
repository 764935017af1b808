"""Fuzzing of every reader: bytes in, records out, each checked (`make fuzz`)."""
