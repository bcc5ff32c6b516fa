"""How a refusal is told to a person: what happened, and what they can do now."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from access.refusals import Invalid, Refusal
from web.sentences import SENTENCES

PAGES = {403: "web/errors/403.html", 404: "web/errors/404.html", 503: "web/errors/503.html"}


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page for a refusal, with its own status."""
    template = PAGES.get(refusal.status, "web/errors/refused.html")
    context = {"refusal": refusal, "sentence": sentence_of(refusal)}
    return render(request, template, context, status=refusal.status)


def sentence_of(refusal: Refusal) -> str:
    """The refusal in the reader's language; the house's English sentence where we know no better."""
    known = SENTENCES.get(refusal.code)
    return (known() if known else refusal.detail) or _("That was not possible.")


def told(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a verb's refusal beside the fields it is about, so that what was typed stays and can be mended."""
    if not isinstance(refusal, Invalid):
        form.add_error(None, sentence_of(refusal))
        return
    for error in refusal.errors:
        name = error.pointer.removeprefix("/")
        known = SENTENCES.get(error.code)
        form.add_error(name if name in form.fields else None, known() if known else error.detail)
