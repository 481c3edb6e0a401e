"""The one kind of fault that is shown to whoever typed the command as a sentence, without a trace."""


class Refusal(Exception):
    """Something cannot be started; the text says what went wrong and how to put it right."""
