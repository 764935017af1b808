"""Tables that nobody described: what their columns hold, and how that is written down.

`sketch` finds the table in a file's first lines, `guess` says what its columns are, `mapping` is the outcome
as plain values that a person can change and a book can remember.
"""
