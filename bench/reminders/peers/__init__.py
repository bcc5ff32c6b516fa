"""What others schedule with."""
