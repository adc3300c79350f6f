"""Reading an upload from the network: every file goes to a part on disk, bounded while it comes.

A part disappears with its request; one whose process was killed is swept away within the hour.
"""

import tempfile
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from tuphap.foundation.files.limits import MOST_BYTES_ANYWHERE
from tuphap.foundation.files.places import PART_ENDING, incoming_folder


class Part(TemporaryUploadedFile):
    """A file under way, on the disk where it will stay."""

    def __init__(self, name: str, content_type: str, charset: str | None = None) -> None:
        # Closed with the upload it belongs to.
        part = tempfile.NamedTemporaryFile(  # noqa: SIM115
            suffix=PART_ENDING, dir=incoming_folder()
        )
        UploadedFile.__init__(self, part, name, content_type, 0, charset)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """What is over the limit is counted, not kept; the true size arrives, so it can be refused."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Part(self.file_name or "", self.content_type or "", self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= MOST_BYTES_ANYWHERE:
            super().receive_data_chunk(raw_data, start)
