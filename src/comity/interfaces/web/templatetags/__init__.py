"""Words and forms that the templates use."""
