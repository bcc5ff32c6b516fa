"""What the house is, for anyone."""

from django.http import HttpRequest, HttpResponse

from web.doors import Page


class AboutPage(Page):
    """Zones, accessibility, and whom to turn to."""

    is_public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        return self.show("web/about.html", self.shell())
