"""Addresses of messages."""

from django.urls import path

from throughline.web.messages import views

urlpatterns = [
    path("messages", views.inbox, name="messages"),
    path("messages/choices", views.choices, name="message_choices"),
]
