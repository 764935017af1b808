"""What a user can ask, one question a module. Nothing reaches a person but through here."""
