"""Settings, addresses, the WSGI application, the data folder."""
