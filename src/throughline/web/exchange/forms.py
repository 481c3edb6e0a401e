"""The forms of exchanging files."""

from __future__ import annotations

from throughline.gateway.exchange.mapping import CaseMapping, MappingRefused, read_mapping
from throughline.web.forms import DocumentField, PageForm

_MAPPING = "A TOML file that says how the columns of the case system are our records"


class MappingForm(PageForm):
    """The mapping alone, for writing a file."""

    mapping = DocumentField(
        kinds=("toml",), limit_mb=1, label="The mapping", thing="the mapping", hint=_MAPPING
    )

    case_mapping: CaseMapping
    mapping_content: bytes

    def clean(self) -> None:
        """Read the mapping; what is wrong in it is said line by line."""
        super().clean()
        document = self.cleaned_data.get("mapping")
        if document is None:
            return
        self.mapping_content = document.read()
        try:
            self.case_mapping = read_mapping(self.mapping_content)
        except MappingRefused as refusal:
            for line in str(refusal).splitlines():
                self.add_error("mapping", line)


class TakeInForm(MappingForm):
    """The mapping, and the file to be taken in by it."""

    file = DocumentField(
        kinds=("csv", "txt", "tsv", "xlsx"), limit_mb=6, label="The file", thing="the file",
        hint="As the case system writes it, up to 6MB",
    )  # fmt: skip
    field_order = ("mapping", "file")
