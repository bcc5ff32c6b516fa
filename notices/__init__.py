"""Telling people: each thing once, by mail, however often it is asked for."""
