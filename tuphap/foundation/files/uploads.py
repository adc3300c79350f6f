"""Reading an upload from the network: what is over the limit is counted, not kept."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from tuphap.foundation.files.kinds import MOST_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most `MOST_BYTES` on the disk; the true size still arrives, so it can be refused."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
