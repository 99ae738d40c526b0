"""Training of the shipped embedding model: `python -m index.train`."""
