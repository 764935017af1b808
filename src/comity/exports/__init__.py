"""What leaves as a file: plain values in, bytes out. Knows neither the database nor the readers."""
