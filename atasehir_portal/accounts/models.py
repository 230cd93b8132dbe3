"""People, the organisations they speak for, and the units (müdürlük) of the municipality.

No national identity number is ever asked for or stored. That a person belongs to an organisation can itself be
special-category data (Law 6698, art. 6): names of members are not public unless they say so.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.bilingual import Term
from atasehir_portal.catalogue.models import Neighbourhood, PrivacyNotice, RightsHolderGroup
from atasehir_portal.history import kept_history


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who signs in with this address; without a password nobody can sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@kept_history(
    "UserHistory",
    "language",
    states=("is_active", "deleted_at"),
    texts=("full_name",),
    forgets_texts=models.Q(deleted_at__isnull=False),
)
class User(AbstractBaseUser):
    """A person. What a person may do comes from posts (staff) and memberships (organisations), never from flags here."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    full_name = models.CharField(_("first and last name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("tr", _("Turkish")), ("en", _("English"))], default="tr"
    )
    is_active = models.BooleanField(_("can sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    notice = models.ForeignKey(PrivacyNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice_shown_at = models.DateTimeField(null=True, blank=True)
    # The account was deleted: the row stays without address or name, so that what the person wrote keeps its place.
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_ci"),
            models.CheckConstraint(
                name="accounts_deleted_is_anonymous",
                condition=models.Q(deleted_at=None)
                | models.Q(is_active=False, full_name="", email__endswith="@deleted.invalid"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name to show inside the portal; never an address where a name was given, "deleted user" after deletion."""
        if self.deleted_at:
            return gettext("deleted user")
        return self.full_name or self.email

    # Lower rooms (the catalogue) may not import this room; they ask the user object.

    @property
    def is_staff_member(self) -> bool:
        """Whether the person has an open post in the municipality."""
        from atasehir_portal.accounts.people import person

        return person(self).is_staff_member

    @property
    def is_administrator(self) -> bool:
        """Whether the person is an administrator of the portal."""
        from atasehir_portal.accounts.people import person

        return person(self).is_administrator


@kept_history("UnitHistory", *Term.HISTORY, states=Term.STATES)
class Unit(Term):
    """A müdürlük. Duties belong to units; an officer who leaves leaves them there."""

    email = models.EmailField(_("e-mail"), blank=True)


class StaffRole(models.TextChoices):
    OFFICER = "officer", _("officer")
    COORDINATOR = "coordinator", _("programme coordinator")
    ADMINISTRATOR = "administrator", _("administrator")


@kept_history("StaffPostHistory", "user", "unit", states=("role", "until"), found_by=("user",))
class StaffPost(models.Model):
    """A person's post in a unit. ``until`` ends it; one open post per person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=15, choices=StaffRole, default=StaffRole.OFFICER)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(until=None), name="accounts_one_open_post"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="accounts_post_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"


class OrganisationKind(models.TextChoices):
    ASSOCIATION = "association", _("association (dernek)")
    FOUNDATION = "foundation", _("foundation (vakıf)")
    UNION = "union", _("trade union (sendika)")
    CHAMBER = "chamber", _("professional chamber (meslek odası)")
    COOPERATIVE = "cooperative", _("cooperative (kooperatif)")
    PLATFORM = "platform", _("platform")
    NEIGHBOURHOOD_GROUP = "neighbourhood_group", _("neighbourhood group (mahalle grubu)")
    MUKHTAR = "mukhtar", _("neighbourhood head's office (muhtarlık)")


class OrganisationState(models.TextChoices):
    APPLIED = "applied", _("applied")
    VERIFIED = "verified", _("verified")
    REFUSED = "refused", _("not accepted")
    SUSPENDED = "suspended", _("suspended")


@kept_history(
    "OrganisationHistory", "slug", "name", "kind", "description", "website", "state_reason", states=("state",)
)
class Organisation(models.Model):
    """A civil-society organisation or a community acting through one. Never a shared password: people are its members."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    description = models.TextField(_("what the organisation does"), blank=True, max_length=2000)
    website = models.URLField(_("web site"), blank=True)
    groups = models.ManyToManyField(
        RightsHolderGroup, blank=True, related_name="organisations", verbose_name=_("groups it speaks for")
    )
    neighbourhoods = models.ManyToManyField(
        Neighbourhood, blank=True, related_name="organisations", verbose_name=_("neighbourhoods")
    )
    state = models.CharField(_("state"), max_length=10, choices=OrganisationState, default=OrganisationState.APPLIED)
    state_reason = models.TextField(_("reason"), blank=True, max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(_("example"), default=False)

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("representative")
    CONTRIBUTOR = "contributor", _("contributor")


@kept_history(
    "MembershipHistory", "organisation", "user", "name_is_public", states=("role", "left_at"), found_by=("user",)
)
class Membership(models.Model):
    """A named person acts for an organisation. ``notice`` is the privacy notice that was shown on joining."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=15, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR)
    name_is_public = models.BooleanField(_("my name may be shown in public"), default=False)
    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(left_at=None), name="accounts_one_open_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


@kept_history(
    "InvitationHistory",
    "organisation",
    "membership_role",
    "unit",
    "staff_role",
    "expires_at",
    states=("accepted_at", "revoked_at"),
)
class Invitation(models.Model):
    """An invitation by e-mail: into an organisation, or into a unit of the municipality.

    Only the SHA-256 of the token is stored. An address has at most one open invitation per organisation or unit.
    """

    email = models.EmailField(_("e-mail"))
    token_hash = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    membership_role = models.CharField(max_length=15, choices=MembershipRole, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    staff_role = models.CharField(max_length=15, choices=StaffRole, blank=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_target",
                condition=(
                    models.Q(organisation__isnull=False, unit=None, staff_role="") & ~models.Q(membership_role="")
                    | models.Q(unit__isnull=False, organisation=None, membership_role="") & ~models.Q(staff_role="")
                ),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                name="accounts_invite_once_organisation",
                condition=models.Q(accepted_at=None, revoked_at=None, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "unit",
                name="accounts_invite_once_unit",
                condition=models.Q(accepted_at=None, revoked_at=None, unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.email


class EventAct(models.TextChoices):
    """What happened to an account, an organisation or a post."""

    APPLIED = "applied", _("applied to take part")
    VERIFIED = "verified", _("organisation verified")
    REFUSED = "refused", _("application not accepted")
    SUSPENDED = "suspended", _("organisation suspended")
    SUSPENSION_LIFTED = "suspension_lifted", _("suspension lifted")
    PROFILE_CHANGED = "profile_changed", _("profile of the organisation changed")
    INVITED = "invited", _("invited to the organisation")
    INVITATION_REVOKED = "invitation_revoked", _("invitation revoked")
    JOINED = "joined", _("joined the organisation")
    LEFT = "left", _("left the organisation")
    REMOVED = "removed", _("removed from the organisation")
    ROLE_CHANGED = "role_changed", _("role in the organisation changed")
    STAFF_INVITED = "staff_invited", _("invited to a unit")
    POST_BEGUN = "post_begun", _("took up a post")
    POST_CHANGED = "post_changed", _("post changed")
    POST_ENDED = "post_ended", _("left the post")
    DATA_DOWNLOADED = "data_downloaded", _("own data downloaded")
    ACCOUNT_CHANGED = "account_changed", _("own details changed")
    ACCOUNT_DELETED = "account_deleted", _("account deleted")


class AccountEvent(models.Model):
    """Who changed which role or state, when and why; seen by administrators. Kept after a person leaves, without their name.

    ``value`` is the new role where there is one. Rows are written by services and never changed.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    act = models.CharField(_("what happened"), max_length=40, choices=EventAct)
    value = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="accounts_event_newest")]

    def __str__(self) -> str:
        return self.get_act_display()

    @property
    def value_label(self) -> str:
        """The new role in words, where the event is about a role."""
        if self.value in MembershipRole.values:
            return str(MembershipRole(self.value).label)
        if self.value in StaffRole.values:
            return str(StaffRole(self.value).label)
        return self.value
