"""The routes."""

from django.urls import path

from . import views

urlpatterns = [path("documents/<int:document_id>", views.download), path("documents", views.upload)]
