"""System checks that refuse settings nobody should serve people with. `manage.py check --deploy` runs them."""
