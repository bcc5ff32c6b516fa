"""The pages, one module per place in the house."""
