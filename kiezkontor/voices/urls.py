from django.urls import include, path

from kiezkontor.voices.views import acting, lists, office, own, public

app_name = "voices"
one_published = [
    path("", public.voice, name="voice"),
    path("foto/", public.photo, name="photo"),
    path("foto/klein/", public.photo_small, name="photo_small"),
    path("unterstuetzen/", public.support, name="support"),
    path("kommentieren/", public.comment, name="comment"),
]
one_in_the_office = [
    path("", office.voice, name="office_voice"),
    path("foto/", office.photo, name="office_photo"),
    path("veroeffentlichen/", office.publish, name="office_publish"),
    path("zuruecknehmen/", office.take_back, name="office_take_back"),
    path("einordnen/", office.sort, name="office_sort"),
    path("stand/", office.move, name="office_move"),
    path("aktion/", acting.action, name="office_action"),
    path("aktion/loesen/", acting.take_away, name="office_action_off"),
    path("ort/", office.space, name="office_space"),
]
of_the_office = [
    path("", office.voices, name="office"),
    path("kommentare/<int:pk>/freigeben/", office.release_comment, name="office_comment_release"),
    path("kommentare/<int:pk>/ausblenden/", office.hide_comment, name="office_comment_hide"),
    path("haeufung/", lists.heat, name="office_heat"),
    path("haeufung.csv", lists.heat_csv, name="office_heat_csv"),
    path("themen/", lists.topics, name="office_topics"),
    path("themen/<int:pk>/schliessen/", lists.close_topic, name="office_topic_close"),
]
urlpatterns = [
    path("hinweise/", public.voices, name="voices"),
    path("hinweise/neu/", public.give, name="give"),
    path("hinweise/stand/<str:token>/", public.state, name="state"),
    path("hinweise/bestaetigen/<str:token>/", public.confirm, name="confirm"),
    path("hinweise/<int:pk>/", include(one_published)),
    path("mein/hinweise/", own.own, name="own"),
    path("mein/hinweise/neu/", own.give, name="give_own"),
    path("mein/hinweise/<int:pk>/", own.mine, name="mine"),
    path("buero/hinweise/", include(of_the_office)),
    path("buero/hinweise/<int:pk>/", include(one_in_the_office)),
]
