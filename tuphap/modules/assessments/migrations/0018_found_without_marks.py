"""Names of documents and what is said of lines are found whatever marks and case are typed."""

import django.contrib.postgres.indexes
from django.db import migrations

from tuphap.foundation.database.folded import FUNCTION, folded_words, letters

MARKED, PLAIN = letters()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0017_last_look")]

    operations = [
        # lower() comes last: whatever the locale of the database, it then meets plain letters only.
        migrations.RunSQL(
            f"CREATE FUNCTION {FUNCTION}(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT "
            f"PARALLEL SAFE AS $$ SELECT lower(translate($1, '{MARKED}', '{PLAIN}')) $$",
            f"DROP FUNCTION {FUNCTION}(text)",
        ),
        migrations.AddIndex(
            "evidence",
            django.contrib.postgres.indexes.GinIndex(
                folded_words("title"), name="evidence_title_words"
            ),
        ),
        migrations.AddIndex(
            "comment",
            django.contrib.postgres.indexes.GinIndex(folded_words("text"), name="comment_words"),
        ),
    ]
