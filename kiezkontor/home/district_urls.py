from django.urls import path

from kiezkontor.home.views import office, public

app_name = "home"
urlpatterns = [path("", public.district, name="district"), path("buero/", office.start, name="office")]
