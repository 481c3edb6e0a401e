"""Addresses of the exchange of files."""

from django.urls import path

from throughline.web.exchange import views

urlpatterns = [
    path("exchange", views.exchange, name="exchange"),
    path("exchange/import", views.take_file_in, name="exchange_import"),
    path("exchange/export", views.write_file, name="exchange_export"),
    path("exchange/differences", views.differences, name="exchange_differences"),
]
