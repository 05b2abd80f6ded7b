from django.urls import include, path

from kiezkontor.members.views import board, contacts, office

app_name = "members"
one_post = [
    path("", board.post, name="post"),
    path("antworten/", board.reply, name="reply"),
    path("aendern/", board.edit, name="edit"),
    path("erledigt/", board.done, name="done"),
    path("loeschen/", board.take_down, name="take_down"),
    path("melden/", board.complain, name="complain"),
    path("antworten/<int:reply_pk>/loeschen/", board.take_back, name="take_back"),
    path("antworten/<int:reply_pk>/melden/", board.complain, name="complain_of_reply"),
]
one_contact = [
    path("", contacts.contact, name="contact"),
    path("schreiben/", contacts.write, name="contact_write"),
    path("namen-zeigen/", contacts.show_names, name="contact_show_names"),
    path("namen-nicht-zeigen/", contacts.conceal_names, name="contact_conceal_names"),
    path("kein-interesse/", contacts.decline, name="contact_decline"),
]
of_the_office = [
    path("", office.office, name="office"),
    path("<int:pk>/ausblenden/", office.hide, name="office_hide"),
    path("<int:pk>/wieder-zeigen/", office.show_again, name="office_show"),
    path("<int:pk>/antworten/<int:reply_pk>/ausblenden/", office.hide, name="office_hide_reply"),
    path("<int:pk>/antworten/<int:reply_pk>/wieder-zeigen/", office.show_again, name="office_show_reply"),
    path("meldungen/<int:pk>/bleibt/", office.keep, name="office_complaint_keep"),
    path("themen/", office.topic_list, name="office_topics"),
    path("themen/<int:pk>/", office.rename, name="office_topic_rename"),
    path("themen/<int:pk>/hoch/", office.move_up, name="office_topic_up"),
    path("themen/<int:pk>/entfernen/", office.remove, name="office_topic_remove"),
]
urlpatterns = [
    path("mein/brett/", board.board, name="board"),
    path("mein/brett/neu/", board.new, name="new"),
    path("mein/brett/themen/", board.follow, name="follow"),
    path("mein/brett/<int:pk>/", include(one_post)),
    path("buero/brett/", include(of_the_office)),
    path("mein/erstkontakte/", contacts.contact_list, name="contacts"),
    path("mein/erstkontakte/neu/<int:pk>/", contacts.new, name="contact_new"),
    path("mein/erstkontakte/<int:pk>/", include(one_contact)),
    path("buero/erstkontakte/", contacts.office, name="first_contacts"),
    path("buero/erstkontakte/zusammenbringen/", contacts.introduce, name="first_contacts_introduce"),
]
