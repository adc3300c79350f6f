from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]

    operations = [
        # Kept pages can be made anew at any time; those without the packed form are.
        migrations.RunSQL("DELETE FROM publication_keptpage", migrations.RunSQL.noop),
        migrations.AddField(
            "keptpage", "gzipped", models.BinaryField(default=b""), preserve_default=False
        ),
        migrations.AlterField("keptpage", "content_type", models.CharField(max_length=100)),
    ]
