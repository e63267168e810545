"""Stops an upload that is too big while it comes in, so that it never fills the disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class LimitedUpload(FileUploadHandler):
    """Put before the handlers that keep the file. Marks the request with `upload_too_big`."""

    def __init__(self, request: HttpRequest, limit: int):
        super().__init__(request)
        self.limit, self.received = limit, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.limit:
            self.request.upload_too_big = True  # type: ignore[union-attr]  # read by the view
            # The rest is read and dropped, so that the browser gets an answer and not a broken connection.
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None
