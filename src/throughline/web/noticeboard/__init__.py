"""The noticeboard: what is needed beside what is offered, for everybody with a part in the scheme (S76)."""
