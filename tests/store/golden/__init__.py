"""Journals as released versions wrote them, each with what it has to be read as for ever."""
