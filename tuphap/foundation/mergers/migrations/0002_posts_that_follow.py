"""Posts of changes that were applied before posts knew what they follow."""

from datetime import date, timedelta

from django.db import migrations


def tell(apps, schema_editor):
    change_table = apps.get_model("mergers", "UnitChange")
    for change in change_table.objects.filter(applied_at__isnull=False, undone_at__isnull=True):
        _cut_short(apps.get_model("accounts", "Post"), change)
        _follow(apps.get_model("accounts", "Post"), change.done)


def _cut_short(posts, change):
    """Those which still end with their unit; any other end was given by somebody since."""
    last_day = change.effective_on - timedelta(days=1)
    for key, wished in change.done["posts_ended"]:
        posts.objects.filter(pk=key, ends_on=last_day).update(
            ends_with_unit=True, would_end_on=date.fromisoformat(wished) if wished else None
        )


def _follow(posts, done):
    goals = [row["post"] for row in done["posts"] if row["goes_to"]]
    pairs = zip(goals, done["posts_opened"], strict=True)
    standing = set(posts.objects.filter(pk__in=done["posts_opened"]).values_list("pk", flat=True))
    through = posts.follows.through
    through.objects.bulk_create(
        through(from_post_id=new, to_post_id=old) for old, new in pairs if new in standing
    )


class Migration(migrations.Migration):
    dependencies = [
        ("mergers", "0001_unit_changes"),
        ("accounts", "0005_posts_that_follow"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
