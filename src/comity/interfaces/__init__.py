"""Ways in: the pages, the command line, work in processes of their own. Thin, and strangers to one another."""
