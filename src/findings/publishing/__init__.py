"""The combined notebook, numbered, as HTML and PDF."""
