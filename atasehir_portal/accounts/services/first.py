"""The first administrator of a new portal, whom nobody can invite."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from atasehir_portal.accounts.models import AccountEvent, EventAct, StaffPost, StaffRole, Unit, User


def appoint_first_administrator(*, email: str, full_name: str, unit: Unit) -> StaffPost:
    """Make an account with an administrator's post. Nobody can sign in to it before choosing a password by e-mail.

    Raises ValidationError where the portal has an administrator (who invites the others), where the address is taken
    or is none, and where the unit is retired.
    """
    email = email.strip().lower()
    validate_email(email)
    if not unit.is_active:
        raise ValidationError("This unit is not in use any more.")
    with transaction.atomic(), connection.cursor() as cursor:
        # Two calls at once must not make two first administrators.
        cursor.execute("LOCK TABLE accounts_staffpost IN SHARE ROW EXCLUSIVE MODE")
        if StaffPost.objects.filter(role=StaffRole.ADMINISTRATOR, until=None, user__is_active=True).exists():
            raise ValidationError("There is an administrator already. They invite the others under Staff.")
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(f"{email} has an account already.")
        user = User.objects.create_user(email, full_name=full_name.strip())
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        post = StaffPost.objects.create(user=user, unit=unit, role=StaffRole.ADMINISTRATOR)
        AccountEvent.objects.create(user=user, unit=unit, act=EventAct.POST_BEGUN, value=post.role)
    return post
