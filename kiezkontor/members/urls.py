from django.urls import include, path

from kiezkontor.members.views import board

app_name = "members"
one_post = [
    path("", board.post, name="post"),
    path("antworten/", board.reply, name="reply"),
    path("aendern/", board.edit, name="edit"),
    path("erledigt/", board.done, name="done"),
    path("loeschen/", board.take_down, name="take_down"),
    path("antworten/<int:reply_pk>/loeschen/", board.take_back, name="take_back"),
]
urlpatterns = [
    path("mein/brett/", board.board, name="board"),
    path("mein/brett/neu/", board.new, name="new"),
    path("mein/brett/themen/", board.follow, name="follow"),
    path("mein/brett/<int:pk>/", include(one_post)),
]
