"""How phone numbers and web addresses of entries are printed."""

from django import template

from kiezkontor.directory.rules.contact_texts import phone_text, site_text

register = template.Library()
register.filter(phone_text)
register.filter(site_text)
