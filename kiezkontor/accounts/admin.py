from allauth.account.decorators import secure_admin_login
from django.contrib import admin

# The administration has no sign-in of its own: no passwords, the same limits for everybody.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth says
