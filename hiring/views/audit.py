"""The audit log: for auditors all of it, for hiring teams what belongs to their openings."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hiring import access
from hiring.reads import audit as reads
from hiring.reads.trail import GROUPS
from hiring.tables import XLSX, as_csv, as_xlsx
from hiring.views.request import Request
from scorecards import audit as trail


@never_cache
@require_safe
def audit(request: Request) -> HttpResponse:
    """Looking is on the trail as well: the log says who met whom."""
    if not access.reads_audit_log(request.user):
        raise Http404
    asked = reads.Asked.of(request.GET.dict())
    found = reads.log(request.user, asked)
    note(request, "audit.viewed", asked, len(found.lines))
    context = {
        "log": found,
        "asked": asked,
        "groups": [(name, title) for name, (title, _) in GROUPS.items()],
    }
    return render(request, "hiring/audit/audit.html", context)


@never_cache
@require_safe
def export(request: Request, ending: str) -> HttpResponse:
    """What the page shows with the same filters, as a file."""
    if not access.reads_audit_log(request.user):
        raise Http404
    asked = reads.Asked.of(request.GET.dict())
    rows = list(reads.exported(request.user, asked))
    write, kind = (as_xlsx, XLSX) if ending == "xlsx" else (as_csv, "text/csv; charset=utf-8")
    note(request, "audit.exported", asked, len(rows))
    response = HttpResponse(write(reads.EXPORTED, rows), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate()}.{ending}"'
    return response


def note(request: Request, action: str, asked: reads.Asked, rows: int) -> None:
    """Which filters were used, not the words in them: those may name somebody."""
    trail.record(
        actor=request.user,
        action=action,
        subject="opening" if asked.opening else "audit",
        subject_id=asked.opening or "",
        scope=f"opening:{asked.opening}" if asked.opening else "",
        fields=asked.used,
        details={"rows": rows},
    )
