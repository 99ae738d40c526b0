"""The shapes of identities. A rule's data names one of them; see check/engine.py for the names."""
