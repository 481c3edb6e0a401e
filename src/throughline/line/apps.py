"""Line"""

from django.apps import AppConfig


class LineConfig(AppConfig):
    """the journey of one person through one service.:Joins people and supply."""

    name = "throughline.line"
    label = "line"
