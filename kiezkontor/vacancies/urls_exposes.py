"""Pages of rooms on offer for everybody, and of exposés in the office."""

from django.urls import URLPattern, URLResolver, include, path

from kiezkontor.vacancies.views import expose_owner, exposes, offers, subscriptions

of_a_case: list[URLPattern | URLResolver] = [
    path("", exposes.expose, name="expose"),
    path("neu/", exposes.begin, name="expose_begin"),
    path("bearbeiten/", exposes.edit, name="expose_edit"),
    path("bilder/neu/", exposes.add_picture, name="expose_picture_add"),
    path("bilder/<int:picture>/", exposes.picture, name="expose_picture"),
    path("bilder/<int:picture>/entfernen/", exposes.remove_picture, name="expose_picture_remove"),
    path("freigeben/", exposes.release, name="expose_release"),
    path("link/", exposes.send_link, name="expose_link"),
    path("zuruecknehmen/", exposes.withdraw, name="expose_withdraw"),
]
one_offer: list[URLPattern | URLResolver] = [
    path("", offers.offer, name="offer"),
    path("expose.pdf", offers.pdf, name="offer_pdf"),
    path("aushang.pdf", offers.poster, name="offer_poster"),
    path("bilder/<int:picture>/", offers.picture, name="offer_picture"),
    path("bilder/<int:picture>/klein/", offers.picture_small, name="offer_picture_small"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("leerstand/angebote/", offers.offers, name="offers"),
    path("leerstand/angebote-per-mail/", subscriptions.subscribe, name="subscribe"),
    path("leerstand/angebote-per-mail/<str:token>/", subscriptions.own, name="subscription"),
    path("leerstand/angebote-per-mail/<str:token>/beenden/", subscriptions.end, name="subscription_end"),
    path("leerstand/angebote.geojson", offers.geojson, name="offers_geojson"),
    path("leerstand/angebote.atom", offers.atom, name="offers_atom"),
    path("leerstand/angebote/<slug:code>/", include(one_offer)),
    path("leerstand/freigabe/<str:token>/", expose_owner.own, name="offer_own"),
    path("leerstand/freigabe/<str:token>/bilder/<int:picture>/", expose_owner.picture, name="offer_own_picture"),
    path("r/<slug:code>/", offers.short, name="offer_short"),
    path("buero/leerstand/exposes/", exposes.all_exposes, name="exposes"),
    path("buero/leerstand/<int:pk>/expose/", include(of_a_case)),
]
