"""Who belongs together: authorities in networks, people in seats, and what that lets them see."""
