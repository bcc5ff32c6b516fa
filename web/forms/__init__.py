"""What people fill in, checked in their language before a verb is called."""
