"""Files of what people's records refer to."""
