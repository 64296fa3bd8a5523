"""What may be shown, proved by attacking it."""
