"""Files on their way into what is sealed: kept in memory, for on the disk they would lie in clear for a moment.

Every other upload goes to a temporary file, however large, as `FILE_UPLOAD_HANDLERS` says after this handler.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

from comity.core.incidents import ATTACHMENT_BYTES

_SEALED = "/incidents/"
"""Beginning of the addresses whose files are sealed."""
_MOST_BYTES = 6 * ATTACHMENT_BYTES
"""Of one request: as many files as the form takes, each as large as it may be, and the words."""


class InMemory(FileUploadHandler):
    """Holds files that are to be sealed; the sending is cut off where it is more than the form can hold."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int | None,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Decide by the address, before the first file comes."""
        self.held = str(META.get("PATH_INFO", "")).startswith(_SEALED)
        self.room = _MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; no other handler sees one that is held here."""
        super().new_file(*args, **kwargs)
        if self.held:
            self.file = BytesIO()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, or pass it on."""
        if not self.held:
            return raw_data
        self.room -= len(raw_data)
        if self.room < 0:
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The file, from its beginning."""
        if not self.held:
            return None
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
