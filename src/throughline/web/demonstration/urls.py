"""The address of the demonstration's people."""

from django.urls import path

from throughline.web.demonstration.views import people

urlpatterns = [path("demonstration/", people, name="demonstration_people")]
