"""The only place where a string becomes a date, a number, a code, a section, a figure.

One module a value; each has the same verbs: ``parse_x`` reads a string that is nothing but the value, ``find_x``
finds it in prose. All of them are pure: text in, typed value out, None where nothing is printed.
"""
