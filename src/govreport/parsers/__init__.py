"""The doors: bytes to text, and text or markup to a :class:`~govreport.raw.RawReport`.

What may enter here: :mod:`govreport.raw`, :mod:`govreport.vocabulary` and :mod:`govreport.errors`. Parsers cut and
place strings; they never turn one into a date, a number or a section.
"""
