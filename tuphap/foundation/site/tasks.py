"""The files follow the database, whatever happened to them."""

from procrastinate.contrib.django import app

from tuphap.foundation.site.shown import write_newest


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="keep_site_files", pass_context=False)
def keep_site_files(timestamp: int) -> None:
    """After a restore, or when a server died between saving and writing."""
    write_newest()
