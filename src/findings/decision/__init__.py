"""What the decision makers need: support, opposition and differences by section or proposal."""
