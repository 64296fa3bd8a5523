"""Consultation responses in, a Report of Findings and the evidence for a decision out."""

__version__ = "0.7.0"
