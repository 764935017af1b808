"""Read-only computations over a whole book. Empty until the first one that is more than a query."""
