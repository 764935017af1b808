"""The pages."""

from django.urls import path
from django.views.generic import RedirectView

from comity.interfaces.web.views import (
    access,
    imports,
    interactions,
    people,
    person,
    review,
    search,
    settings,
    today,
    uploads,
)

urlpatterns = [
    path("", today.today_page, name="today"),
    path("today/act", today.act, name="act"),
    path("review", review.review_page, name="review"),
    path("decide/<uuid:question>", review.decide, name="decide"),
    path("people", people.people_page, name="people"),
    path("people/add", people.add, name="person_add"),
    path("people/merge", review.merge, name="merge"),
    path("people/<uuid:who>", person.person_page, name="person"),
    path("people/<uuid:who>/timeline", person.timeline, name="timeline"),
    path("people/<uuid:who>/<slug:edit>", person.edit, name="person_edit"),
    path("i/<uuid:interaction>", interactions.interaction_page, name="interaction"),
    path("i/<uuid:interaction>/forget", interactions.forget, name="forget"),
    path("log", interactions.log, name="log"),
    path("welcome", imports.welcome, name="welcome"),
    path("import", imports.imports_page, name="imports"),
    path("import/files/<uuid:upload>", uploads.look_page, name="upload"),
    path("import/files/<uuid:upload>/columns", uploads.columns, name="upload_columns"),
    path("import/files/<uuid:upload>/again", uploads.again, name="upload_again"),
    path("import/files/<uuid:upload>/begin", uploads.begin, name="upload_begin"),
    path("import/files/<uuid:upload>/discard", uploads.discard, name="upload_discard"),
    path("import/<int:number>", imports.import_page, name="import"),
    path("import/<int:number>/cancel", imports.cancel, name="import_cancel"),
    path("import/<int:number>/undo", imports.undo, name="import_undo"),
    path("search", search.search_page, name="search"),
    path("palette", search.palette, name="palette"),
    path("settings", settings.settings_page, name="settings"),
    path("settings/<slug:change>", settings.change, name="settings_change"),
    path("sample/open", settings.open_sample, name="sample_open"),
    path("sample/remove", settings.remove_sample, name="sample_remove"),
    path("book", settings.switch_book, name="book"),
    path("enter/<str:token>", access.enter, name="enter"),
    path("favicon.ico", RedirectView.as_view(url="/static/comity/icon.svg", permanent=True)),
]
