"""Tables, charts and sentences made from the store."""
