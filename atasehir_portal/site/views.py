"""Pages of the portal itself: home, help, statements, the two switches, and what is said when something went wrong."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from django.views.decorators.http import require_GET, require_POST, require_safe

from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.services import remember_language
from atasehir_portal.ports import panels
from atasehir_portal.references import candidates
from atasehir_portal.signing_in import signed_in
from atasehir_portal.site import held, navigation
from atasehir_portal.site.context import TEXT_SIZE_COOKIE, TEXT_SIZES, THEME_COOKIE, THEMES, USUAL_TEXT_SIZE

# The five knots of the thread, in their order. A room that counts a stage registers a panel for it in ``home.figures``.
STAGES = ("need", "assessment", "measure", "indicator", "result")
NEED_LETTER = "İ"
YEAR = 60 * 60 * 24 * 365


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public home page. It lays out what the rooms registered; a slot with nothing to say shows that it is awaited."""
    figures = panels.collect("home.figures", request)
    context = {
        "voices": panels.collect("home.voices", request),
        "figures": figures,
        "awaited": _awaited(figures),
        "books": panels.collect("home.books", request),
        "sections": panels.collect("home.sections", request),
        "now": timezone.now(),
        "needs_url": navigation.url_or_none("needs:list"),
        "submit_url": navigation.url_or_none("needs:submit"),
        "coverage_url": navigation.url_or_none("needs:coverage"),
        "library_url": navigation.url_or_none("handbooks:library"),
    }
    return render(request, "site/home.html", context)


def _awaited(figures: list[SafeString]) -> list[str]:
    """Return the stages that no room counts yet; ``site/home_figure.html`` marks each figure with its stage."""
    shown = "".join(figures)
    return [stage for stage in STAGES if f'data-stage="{stage}"' not in shown]


@require_GET
def track(request: HttpRequest) -> HttpResponse:
    """Go to the need with the number that somebody typed, be it the five signs alone; let them choose where needs of
    different years have the same signs, and say plainly where there is none that they may see.

    The reference is a need's own; whether it exists is asked of the needs room, which also decides who may see it.
    """
    from programming.needs.queries import readable_by

    typed = request.GET.get("no", "").replace("\x00", "").strip()
    meant = candidates(typed, NEED_LETTER)
    found = list(readable_by(request.user).filter(reference__in=meant).order_by("-reference")) if meant else []
    if len(found) == 1:
        return redirect("needs:detail", found[0].reference)
    status = 404 if typed and not found else 200
    return render(request, "site/track.html", {"typed": typed[:80], "found": found}, status=status)


@signed_in
@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    """Where each role's work begins."""
    return redirect(navigation.first_page(person(request.user)))


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """What the portal promises, and the way of a need through it."""
    return render(request, "site/how_it_works.html", {"submit_url": navigation.url_or_none("needs:submit")})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to take part without the internet, and how to reach the municipality."""
    return render(request, "site/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: what is aimed at, what was checked, what is known to be missing."""
    return render(request, "site/accessibility.html")


# --- the switches ---------------------------------------------------------------------------------------------------


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page where the switch was pressed; home where the address given is not one of ours."""
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not allowed or not urlsplit(target).path.startswith("/"):
        target = reverse("home")
    return HttpResponseRedirect(target)


@csrf_exempt  # changes nothing but how one is spoken to; so public pages need no token and no session (decision 0041)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak Turkish or English to this browser from now on, and stay on the page; to who is signed in also by mail."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            httponly=True,
        )
        if request.user.is_authenticated:
            remember_language(user=request.user, language=language)
    return response


@csrf_exempt  # as above
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Show light or dark to this browser from now on, or what its system asks for, and stay on the page."""
    response = _back(request)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax", httponly=True
        )
    elif theme == "system":
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@csrf_exempt  # as above
@require_POST
def set_text_size(request: HttpRequest) -> HttpResponse:
    """Set long texts smaller or larger for this browser from now on, and stay on the page."""
    response = _back(request)
    size = request.POST.get("size", "")
    if size == USUAL_TEXT_SIZE:
        response.delete_cookie(TEXT_SIZE_COOKIE, samesite="Lax")
    elif size in TEXT_SIZES:
        response.set_cookie(
            TEXT_SIZE_COOKIE, size, max_age=YEAR, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax", httponly=True
        )
    return response


# --- what search engines ask for --------------------------------------------------------------------------------------

# Pages that are somebody's own, lists of everything, and what is only asked for.
NOT_FOR_ROBOTS = ("/hesap/", "/masam/", "/bildirimler/", "/yanit/", "/metin/", "/dizgi/", "/katalog/", "/kitaplik/ara/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: the public pages and where their list is. A portal with invented example data asks to stay out of every index."""
    lines = ["User-agent: *"]
    if settings.EXAMPLE_DATA:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


# --- when something went wrong ----------------------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: rendered without the request, which may be what is bad."""
    return _plain(request, "errors/400.html", 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page, or the act, is not for this account. A reason given with the error is shown."""
    return render(request, "errors/403.html", {"reason": str(exception) if exception else ""}, status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the thread was lost. Says the same whether the page never was or is not for this reader."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without request, session and database, any of which may be what failed."""
    return _plain(request, "errors/500.html", 500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page is no longer valid; hands back what was written in it and keeps nothing."""
    again = request.get_full_path() if request.method == "POST" else ""
    response = render(request, "errors/expired.html", {"again": again, "written": held.written(request)}, status=403)
    add_never_cache_headers(response)
    return response


def _plain(request: Any, template: str, status: int) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponse(render_to_string(template, {"title": _("Error")}), status=status)
