"""Responses or a tally -> counts, bases, percentages, nets and differences."""
