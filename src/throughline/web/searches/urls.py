"""Addresses of searches that are kept and shared."""

from django.urls import path

from throughline.web.searches import sharing, views

urlpatterns = [
    path("searches", views.searches, name="saved_searches"),
    path("searches/new", views.save, name="saved_search_new"),
    path("searches/shared/<str:reference>", sharing.shared, name="shared_search"),
    path("searches/shared/<str:reference>/copy", sharing.copy, name="shared_search_copy"),
    path("searches/shared/<str:reference>/stop", sharing.stop, name="shared_search_stop"),
    path("searches/<str:reference>", views.search, name="saved_search"),
    path("searches/<str:reference>/rename", views.rename, name="saved_search_rename"),
    path("searches/<str:reference>/delete", views.delete, name="saved_search_delete"),
    path("searches/<str:reference>/share", sharing.share, name="saved_search_share"),
]
