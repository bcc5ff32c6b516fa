"""The HTTP doors of reminders and tasks."""
