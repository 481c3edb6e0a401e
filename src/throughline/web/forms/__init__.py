"""Forms in the words of their questions: fields built once, shown as GOV.UK Frontend shows them."""

from throughline.web.forms.base import FilterForm, PageForm
from throughline.web.forms.choices import ChoiceField, ManyChoicesField, Reason, ReasonField, YesNoField
from throughline.web.forms.dates import DateField, TimeField, When
from throughline.web.forms.documents import DocumentField
from throughline.web.forms.numbers import MoneyField, WholeNumberField
from throughline.web.forms.text import EmailField, LongTextField, TextField

__all__ = [
    "ChoiceField",
    "DateField",
    "DocumentField",
    "EmailField",
    "FilterForm",
    "LongTextField",
    "ManyChoicesField",
    "MoneyField",
    "PageForm",
    "Reason",
    "ReasonField",
    "TextField",
    "TimeField",
    "When",
    "WholeNumberField",
    "YesNoField",
]
