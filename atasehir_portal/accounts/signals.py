"""What this room tells the rooms above, which it may not import. All are sent inside the transaction of the change.

A receiver that raises undoes the change: nobody leaves a post whose duties nobody has taken over.
"""

from django.dispatch import Signal

# post: StaffPost (just ended), by: User. Open duties of the person pass to the unit (answering).
post_ended = Signal()
# address, template, context, language, is_example: a mail to somebody who may have no account (notifications). Without a
# template the context is the finished ``subject`` and ``text``. ``useless_after`` (timedelta or None): later it is not sent.
mail_wanted = Signal()
# membership: Membership. Somebody has joined an organisation; its representatives are told (answering).
membership_joined = Signal()
# organisation: Organisation, act: str (name of the transition), by: User (answering).
organisation_changed = Signal()
