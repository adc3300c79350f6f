"""People and their posts: the list, one person, giving and ending a post."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tuphap.foundation.access import actions, queries
from tuphap.foundation.access.following import gone_words, onward_words
from tuphap.foundation.access.forms import EndForm, PersonForm, PostForm, SearchForm
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.accounts.letters import send_first_link
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.rules.permissions import may, require_anywhere
from tuphap.rules.refusals import Kind, Refused

PAGE = 50
IN_USE = {"0": False, "1": True}


@require_GET
def people(request: PersonRequest) -> HttpResponse:
    form, text, found = found_people(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    rest = request.GET.copy()
    rest.pop("trang", None)
    context = {
        "form": form,
        "text": text,
        "page": page,
        "query": f"{rest.urlencode()}&" if rest else "",
        "may_manage": may(request.actor, "people.manage"),
        "today": timezone.localdate(request.actor.at),
    }
    return render(request, "access/people.html", context)


def found_people(request: PersonRequest) -> tuple[SearchForm, str, QuerySet[Person]]:
    """What the address asks for; the page and its files show the same."""
    require_anywhere(request.actor, "people.view")
    form = SearchForm(request.GET)
    text = form.cleaned_data["tim"] if form.is_valid() else ""
    return form, text, queries.find_people(request.actor, text).prefetch_related(_posts_of(request))


@require_GET
def person(request: PersonRequest, person_id: int) -> HttpResponse:
    return _person_page(request, _visible(request, person_id))


@require_POST
@once_per_key
def give(request: PersonRequest, person_id: int) -> HttpResponse:
    who = _visible(request, person_id)
    require_anywhere(request.actor, actions.PERMISSION)
    form = PostForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _person_page(request, who, form)
    words = form.cleaned_data
    post = actions.give_post(
        who, words["unit"], words["role"], words["starts_on"], words["ends_on"], by=request.actor
    )
    said = f"Đã giao vị trí: {post.role_label}, {post.unit.name}. {onward_words(post)}"
    messages.success(request, said.strip())
    return redirect("access:person", who.pk)


@require_POST
@once_per_key
def end(request: PersonRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(queries.visible_posts(request.actor), pk=post_id)
    require_anywhere(request.actor, actions.PERMISSION)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _person_page(request, post.person, ending=form)
    last_day = form.cleaned_data["ends_on"]
    gone = actions.end_post(post, last_day, by=request.actor)
    said = f"Vị trí kết thúc sau ngày {last_day:%d/%m/%Y}. {gone_words(gone)}"
    messages.success(request, said.strip())
    return redirect("access:person", post.person_id)


@require_POST
@once_per_key
def use(request: PersonRequest, person_id: int) -> HttpResponse:
    """Locks the account, or opens it again."""
    who = _visible(request, person_id)
    require_anywhere(request.actor, actions.PERMISSION)
    in_use = IN_USE.get(request.POST.get("dang_dung", ""))
    if in_use is None:
        raise Refused("unknown_choice", "Chưa chọn khóa hay mở tài khoản. Chọn lại.", Kind.INVALID)
    actions.set_in_use(who, in_use, by=request.actor)
    messages.success(request, "Đã mở lại tài khoản." if in_use else "Đã khóa tài khoản.")
    return redirect("access:person", who.pk)


@require_POST
@once_per_key
def letter(request: PersonRequest, person_id: int) -> HttpResponse:
    """Sends the link to a first password again."""
    who = _visible(request, person_id)
    require_anywhere(request.actor, actions.PERMISSION)
    actions.require_other(who, by=request.actor)
    _send_first_link(request, who)
    return redirect("access:person", who.pk)


@once_per_key
def add(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, actions.PERMISSION)
    form = PersonForm(request.POST or None, actor=request.actor)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/person_add.html", {"form": form}, status=_status(form))
    who = actions.add_person(**form.cleaned_data, by=request.actor)
    onward = " ".join(filter(None, map(onward_words, who.posts.select_related("unit"))))
    _send_first_link(request, who, f"Đã thêm {who.full_name}. {onward} ".replace("  ", " "))
    return redirect("access:person", who.pk)


def _send_first_link(request: PersonRequest, who: Person, before: str = "") -> None:
    """Whatever becomes of the letter, what was done before it is kept."""
    if send_first_link(who):
        messages.success(request, f"{before}Đã gửi đường dẫn đặt mật khẩu tới {who.email}.")
        return
    messages.warning(
        request,
        f"{before}Chưa gửi được thư tới {who.email}: máy chủ thư không nhận. "
        "Chọn “Gửi đường dẫn đặt mật khẩu” để gửi lại.",
    )


def _visible(request: PersonRequest, person_id: int) -> Person:
    require_anywhere(request.actor, "people.view")
    return get_object_or_404(queries.visible_people(request.actor), pk=person_id)


def _posts_of(request: PersonRequest) -> Prefetch:
    posts = queries.visible_posts(request.actor).select_related("unit").order_by("-starts_on", "pk")
    return Prefetch("posts", posts, to_attr="seen_posts")


def _person_page(
    request: PersonRequest, who: Person, form: Form | None = None, ending: Form | None = None
) -> HttpResponse:
    actor = request.actor
    may_manage = may(actor, actions.PERMISSION) and who.pk != actor.person_id
    context = {
        "person": who,
        "posts": queries.visible_posts(actor)
        .filter(person=who)
        .select_related("unit")
        .order_by("-starts_on", "pk"),
        "form": form or (PostForm(actor=actor) if may_manage else None),
        "ending": ending,
        "may_manage": may_manage,
        "is_own": who.pk == actor.person_id,
        "today": timezone.localdate(actor.at),
    }
    return render(request, "access/person.html", context, status=_status(form or ending))


def _status(form: Form | None) -> int:
    """422 where something typed has to be mended."""
    return 422 if form is not None and form.is_bound else 200
