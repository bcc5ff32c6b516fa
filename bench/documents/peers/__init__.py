"""The servers that documents are compared with."""
