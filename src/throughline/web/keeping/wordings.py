"""Which wordings an entry can have beside its own, which is plain English (S64)."""

from throughline.vocabulary.delivery import Language, Reading

WORDINGS = (
    (Language.ENGLISH, Reading.EASY),
    (Language.WELSH, Reading.PLAIN),
    (Language.WELSH, Reading.EASY),
)
