"""What is said in a round: all threads, one thread, saying something, replying, withdrawing, what came on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import throttle
from atasehir_portal.answering.permissions import can_withdraw
from atasehir_portal.answering.views.tables import csv_url
from atasehir_portal.documents import carried_input, effects, permissions, round_queries
from atasehir_portal.documents import commenting as services
from atasehir_portal.documents.models import Block, Comment, Round, RoundQuestion
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.documents.paper import moment_of
from atasehir_portal.documents.reporting import said_lists
from atasehir_portal.documents.round_filters import CommentFilter
from atasehir_portal.documents.round_forms import PaperForm, SaidForm
from atasehir_portal.documents.views.rounds import round_context
from atasehir_portal.downloads import table_response
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


@require_safe
def comments(request: HttpRequest, reference: str) -> HttpResponse:
    """The threads of a round in pages of 20, with filters in the address."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    filtered = CommentFilter(
        request.GET, queryset=round_queries.comments_of(request.user, found), user=request.user, round=found
    )
    page = StoppingPaginator(round_queries.with_details(filtered.qs)).get_page(request.GET.get("page"))
    reading = round_queries.read_round(found)
    places = {block.uid: block for block in reading.all_blocks()}
    rows = [(each, places.get(each.block.uid) if each.block else None) for each in page]
    context = round_context(request, found) | {"filter": filtered, "page_obj": page, "rows": rows}
    context["csv_url"] = csv_url(request, "rounds:comments_csv", found.reference)
    return render(request, "documents/rounds/comments.html", context)


@require_safe
def comments_csv(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The filtered threads as CSV, with their replies and answers."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    filtered = CommentFilter(
        request.GET, queryset=round_queries.comments_of(request.user, found), user=request.user, round=found
    )
    return table_response(request, f"gorusler-{found.reference.lower()}", *said_lists.comments(found, filtered.qs))


@require_safe
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """One comment with its stable address: what it is about, its answer, the replies."""
    found = round_queries.get_comment(request.user, reference)
    return _comment_page(request, found, _reply_form(request, found))


def _reply_form(request: HttpRequest, found: Comment, data: Any = None) -> SaidForm | None:
    if not permissions.can_reply(request.user, found.round) or found.duty is None:
        return None
    if data is None and (not found.round.is_running or found.duty.state == "withdrawn"):
        return None
    form = SaidForm(data, user=request.user, round=found.round, is_reply=True)
    form.fields["body"].label = pgettext("thread", "Your reply")
    return form


def _comment_page(request: HttpRequest, found: Comment, form: SaidForm | None, status: int = 200) -> HttpResponse:
    page = StoppingPaginator(round_queries.replies_of(found), counted=found.reply_count).get_page(
        request.GET.get("page")
    )
    moderation.uncover(request.user, [found, *page], found.round)
    context = {
        "comment": found,
        "duty": found.duty,
        "round": found.round,
        "node": round_queries.place_of(found),
        "now": carried_input.now(request.user, found),
        "since": effects.since_of(found),
        "page_obj": page,
        "form": form,
        "can_withdraw": found.duty is not None and found.duty.is_open and can_withdraw(request.user, found.duty),
    }
    return render(request, "documents/rounds/comment.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """Reply to a comment; the form stands on the comment's page."""
    found = round_queries.get_comment(request.user, reference)
    if request.method == "GET":
        return redirect(found)
    form = _reply_form(request, found, request.POST)
    if form is None:
        raise PermissionDenied
    if form.is_valid() and _may_send(request, form):
        typed = form.cleaned_data
        try:
            said = services.reply(
                comment=found,
                by=request.user,
                body=typed["body"],
                organisation=form.for_whom,
                form_key=typed["form_key"],
            )
        except (NotInThisState, ValidationError) as error:
            form.add_error("body", error if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(request, _("Your reply stands in the thread."))
            return redirect(f"{found.get_absolute_url()}#{said.reference}")
    return _comment_page(request, found, form, 422)


def _may_send(request: HttpRequest, form: Any, *, on_paper: bool = False) -> bool:
    """Whether the limit on how often people write is not passed; who types in a pile of paper writes more often than who speaks."""
    name, limits = ("paper", throttle.WRITING) if on_paper else ("comment", throttle.COSTLY)
    if throttle.passes(request, name, limits):
        return True
    form.add_error("body", throttle.MESSAGE)
    return False


def _about(request: HttpRequest, found: Round) -> tuple[Block | None, BlockNode | None, RoundQuestion | None]:
    """Return the place that ``?blok=`` or ``?soru=`` names. Raises Http404 where the round's text has none."""
    uid, position = request.GET.get("blok", ""), request.GET.get("soru", "")
    if uid:
        try:
            node = round_queries.block_in(round_queries.read_round(found), UUID(uid))
        except ValueError as error:
            raise Http404 from error
        if node is None:
            raise Http404
        return Block.objects.get(uid=node.uid), node, None
    if position:
        if not position.isascii() or not position.isdigit() or len(position) > 3:
            raise Http404
        question = found.questions.filter(position=int(position)).first()
        if question is None:
            raise Http404
        return None, None, question
    return None, None, None


@signed_in
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Say something about a block (``?blok=``), a question (``?soru=``) or the whole."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if not permissions.can_take_part(request.user, found):
        return render(request, "documents/rounds/cannot_take_part.html", {"round": found}, status=403)
    block, node, question = _about(request, found)
    form = SaidForm(request.POST if request.method == "POST" else None, user=request.user, round=found)
    if request.method == "POST" and form.is_valid() and _may_send(request, form):
        typed = form.cleaned_data
        try:
            said = services.comment(
                round=found,
                by=request.user,
                body=typed["body"],
                organisation=form.for_whom,
                block=block,
                question=question,
                form_key=typed["form_key"],
            )
        except (NotInThisState, ValidationError) as error:
            form.add_error("body", error if isinstance(error, ValidationError) else str(error))
        else:
            words = _("Your opinion was received. Its number is %(reference)s.")
            messages.success(request, words % {"reference": said.reference})
            return redirect(said)
    context = {"round": found, "node": node, "question": question, "form": form}
    return render(request, "documents/rounds/write.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """Type in what came on paper, without who wrote it."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if not permissions.can_type_in(request.user, found):
        raise PermissionDenied
    block, node, _question = _about(request, found)
    form = PaperForm(request.POST if request.method == "POST" else None, round=found, is_on_block=block is not None)
    if request.method == "POST" and form.is_valid() and _may_send(request, form, on_paper=True):
        typed = form.cleaned_data
        try:
            said = services.type_in(
                round=found,
                by=request.user,
                body=typed["body"],
                block=block,
                question=form.question,
                received_at=moment_of(typed["came_on"]),
                form_key=typed["form_key"],
            )
        except (NotInThisState, ValidationError) as error:
            form.add_error("body", error if isinstance(error, ValidationError) else str(error))
        else:
            words = _("It was received. Its number is %(reference)s: write it on the paper.")
            messages.success(request, words % {"reference": said.reference})
            return redirect(said)
    return render(
        request,
        "documents/rounds/paper.html",
        {
            "round": found,
            "form": form,
            "node": node,
            "first": next(iter(round_queries.read_round(found).chapters), None),
        },
        status=422 if form.is_bound else 200,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a comment back before it is answered."""
    found = round_queries.get_comment(request.user, reference)
    if found.duty is None or not can_withdraw(request.user, found.duty):
        raise PermissionDenied
    if request.method == "POST":
        try:
            services.withdraw_comment(comment=found, by=request.user)
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your opinion was withdrawn."))
        return redirect(found)
    return render(request, "documents/rounds/withdraw.html", {"comment": found, "round": found.round})
