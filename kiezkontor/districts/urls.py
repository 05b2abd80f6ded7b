from django.urls import include, path

from kiezkontor.districts.models import DistrictText, PublicReport
from kiezkontor.districts.views import brand, joining, log, mail, public, reports, texts

Kind = DistrictText.Kind

app_name = "districts"
urlpatterns = [
    path("ueber-uns/", public.about, name="about"),
    path("projekte/", public.projects, name="projects"),
    path("projekte/<slug:slug>/", public.project, name="project"),
    path("team/", public.team, name="team"),
    path("kontakt/", public.contact, name="contact"),
    path("mitmachen/", joining.join, name="join"),
    path("mitmachen/danke/", joining.joined, name="joined"),
    path("impressum/", texts.text, {"kind": Kind.IMPRINT}, name="imprint"),
    path("datenschutz/", texts.text, {"kind": Kind.PRIVACY}, name="privacy"),
    path("barrierefreiheit/", texts.text, {"kind": Kind.ACCESSIBILITY}, name="accessibility"),
    path("regeln/", texts.text, {"kind": Kind.TERMS}, name="terms"),
    path("leichte-sprache/", texts.text, {"kind": Kind.EASY_LANGUAGE}, name="easy_language"),
    path("gebaerdensprache/", texts.text, {"kind": Kind.SIGN_LANGUAGE}, name="sign_language"),
    path("barriere-melden/", reports.report_publicly, {"kind": PublicReport.Kind.BARRIER}, name="feedback"),
    path("inhalt-melden/", reports.report_publicly, {"kind": PublicReport.Kind.CONTENT}, name="report_content"),
    path("gemeldet/<str:token>/", reports.received, name="report_received"),
    path("buero/protokoll/", log.log, name="log"),
    path("buero/team/", include("kiezkontor.districts.urls_people")),
    path("buero/", include("kiezkontor.districts.urls_editing")),
    path("buero/post/", mail.mail, name="mail"),
    path("buero/post/kein-kontakt/", mail.no_contact, name="mail_no_contact"),
    path("buero/post/adressen/<int:pk>/", mail.lift, name="mail_lift"),
    path("buero/meldungen/", reports.reports, name="reports"),
    path("buero/meldungen/<int:pk>/", reports.report, name="report"),
    path("brand.css", brand.brand_css, name="brand_css"),
    path("brand-<slug:version>.css", brand.brand_css, name="brand_css"),
]
