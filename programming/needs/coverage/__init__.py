"""Coverage: for whom, for which rights and where needs were heard. ``kept`` is the summary that the database keeps, ``live`` what
pages read from it, ``classes`` and ``quarters`` the tables of the quarter with needs that are not public."""
