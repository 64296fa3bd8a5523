"""The plan, content keys and the execution of a run."""
