"""Addresses of the exchange of files."""

from django.urls import path

from throughline.web.exchange import streams, views

urlpatterns = [
    path("exchange", streams.exchange, name="exchange"),
    path("exchange/import", views.take_file_in, name="exchange_import"),
    path("exchange/export", views.write_file, name="exchange_export"),
    path("exchange/differences", views.differences, name="exchange_differences"),
    path("exchange/<int:number>", streams.stream, name="exchange_stream"),
    path("exchange/<int:number>/next", streams.write_next_file, name="exchange_next"),
    path("exchange/<int:number>/acknowledged", streams.acknowledged, name="exchange_acknowledged"),
    path("exchange/<int:number>/files/<int:file>", streams.hand_over, name="exchange_file"),
]
