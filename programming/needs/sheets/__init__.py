"""Needs from a spreadsheet: read, its columns named, checked row by row, taken in as a whole, taken back as a whole."""
