"""Fields of files: what they are is judged by their bytes."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from kardad.core import files
from kardad.kit import text
from kardad.kit.refusal import Refusal
from kardad.ui import widgets


class Upload(forms.FileField):
    """One file; its bytes, size and name are judged here, and again by `core.files.store`, which keeps it."""

    widget = widgets.File

    def __init__(self, *, kinds: tuple[str, ...] = files.PAPERS, **kwargs: Any) -> None:
        self.kinds = kinds
        self.limit = settings.UPLOAD_MAX_BYTES
        kwargs.setdefault("help_text", f"{files.accepted(kinds)}، تا {text.to_persian_digits(self.limit // 1024 // 1024)} مگابایت.")
        said = {"required": "پرونده‌ای انتخاب کنید.", "invalid": "پرونده فرستاده نشد؛ دوباره انتخاب کنید.", "empty": files.EmptyFile.message}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        suffixes = ",".join(suffix for kind in kinds for suffix in files.KINDS[kind])
        kwargs.setdefault("widget", self.widget({"accept": suffixes, "data-limit": str(self.limit)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, rewound, if it may be kept."""
        upload = super().clean(data, initial)
        if upload:
            self.judge(upload)
        return upload

    def judge(self, upload: UploadedFile) -> None:
        """Refuse what `core.files` would refuse, beside the field."""
        try:
            if upload.size and upload.size > self.limit:
                raise files.FileTooLarge(limit=text.to_persian_digits(self.limit // 1024 // 1024))
            files.check(upload.name or "", upload.read(), kinds=self.kinds)
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal
        finally:
            upload.seek(0)


class Uploads(Upload):
    """Several files; each is judged as one."""

    widget = widgets.Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The uploads, in the order in which they were chosen."""
        if not data and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(Uploads, self).clean(upload) for upload in data or []]
