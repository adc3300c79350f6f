"""People are found and ordered by name like everything else: by two stored columns."""

from typing import Any

from django.db import migrations, models

from tuphap.rules.vietnamese import fold, sort_key


def derive(apps: Any, schema_editor: Any) -> None:
    person = apps.get_model("accounts", "Person")
    for known in person.objects.all():
        known.name_folded, known.name_sort = fold(known.full_name), sort_key(known.full_name)
        known.save(update_fields=["name_folded", "name_sort"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            "person", "name_folded", models.TextField(default="", editable=False), False
        ),
        migrations.AddField(
            "person",
            "name_sort",
            models.TextField(db_collation="C", default="", editable=False),
            False,
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
