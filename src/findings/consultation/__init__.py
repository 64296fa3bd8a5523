"""What the parameters say, as frozen objects."""
