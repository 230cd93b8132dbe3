"""What an editor looks at in a Turkish text: sentences and their length, abbreviations, the words that the glossary
prefers. Plain functions over plain text; what they point out is advice and decides nothing.
"""
