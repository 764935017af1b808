"""What a user can do: a verb each, one transaction each."""
