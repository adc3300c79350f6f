from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notices")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="without_login",
            field=models.BooleanField(default=False),
        ),
    ]
