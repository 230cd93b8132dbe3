"""Moderation: what was said and does harm is reported, looked at, left as it is or hidden, and whoever wrote it can appeal once.

While a text is hidden its words are in no row that pages, lists, files or notices read: in their place stands when it was hidden and
why. They are kept apart (``Moderation.kept``) and come from there only through ``words.uncovered``, for those who may read them
(``queries.uncover`` asks).
"""
