"""The forms of exchanging files."""

from __future__ import annotations

from typing import Any

from throughline.core.models import Organisation, Stream
from throughline.gateway.exchange.mapping import CaseMapping, MappingRefused, read_mapping
from throughline.gateway.exchange.streams import organisations_exchanging, streams_visible_to
from throughline.web.forms import ChoiceField, DocumentField, PageForm, WholeNumberField
from throughline.web.page_request import PageRequest

_MAPPING = "A TOML file that says how the columns of the case system are our records"


class MappingForm(PageForm):
    """Which kind of file: one that was exchanged before, or one with a mapping of its own."""

    stream = ChoiceField(label="Which kind of file is it?", ask="Select which kind of file it is", menu=True)
    mapping = DocumentField(
        kinds=("toml",), limit_mb=1, label="The mapping of another kind of file", thing="the mapping",
        hint=_MAPPING, required=False,
    )  # fmt: skip
    organisation = ChoiceField(
        label="For which organisation?", ask="Select for which organisation", menu=True
    )

    case_mapping: CaseMapping
    mapping_text: str

    def __init__(self, *arguments: Any, request: PageRequest, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.streams = {str(one.pk): one for one in streams_visible_to(request.actor)}
        self.organisations = {str(one.pk): one for one in organisations_exchanging(request.actor)}
        stream, organisation = self.fields["stream"], self.fields["organisation"]
        assert isinstance(stream, ChoiceField)
        assert isinstance(organisation, ChoiceField)
        stream.choices = [
            *((number, one.title) for number, one in self.streams.items()),
            ("another", "Another, by the mapping below"),
        ]
        organisation.choices = [(number, one.name) for number, one in self.organisations.items()]
        if len(self.organisations) == 1:
            del self.fields["organisation"]
        if not self.streams:
            del self.fields["stream"]
            self.fields["mapping"].label, self.fields["mapping"].required = "The mapping", True

    def clean(self) -> None:
        """Read the mapping; what is wrong in it is said line by line."""
        super().clean()
        if self.errors.get("mapping") or self.errors.get("stream"):
            return
        document, kept = self.cleaned_data.get("mapping"), self.kept
        if document is None and kept is None:
            self.add_error("mapping", "Select the mapping")
            return
        content = document.read() if document is not None else kept.mapping.encode() if kept else b""
        try:
            self.case_mapping = read_mapping(content)
            self.mapping_text = content.decode("utf-8-sig")
        except MappingRefused as refusal:
            for line in str(refusal).splitlines():
                self.add_error("mapping", line)

    @property
    def kept(self) -> Stream | None:
        """The kind of file that was chosen, unless another mapping is given."""
        return self.streams.get(self.cleaned_data.get("stream", ""))

    @property
    def chosen(self) -> Organisation:
        """The organisation of the kind of file, or the one chosen, or the only one there is."""
        if self.kept is not None:
            return self.kept.organisation
        number = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[number]


class TakeInForm(MappingForm):
    """The mapping, and the file to be taken in by it."""

    file = DocumentField(
        kinds=("csv", "txt", "tsv", "xlsx"), limit_mb=6, label="The file", thing="the file",
        hint="As the case system writes it, up to 6MB",
    )  # fmt: skip
    field_order = ("stream", "mapping", "organisation", "file")


class AcknowledgeForm(PageForm):
    """Up to which file the other side has them."""

    number = WholeNumberField(
        thing="the number of the last file", label="Number of the last file that they have", least=1
    )
