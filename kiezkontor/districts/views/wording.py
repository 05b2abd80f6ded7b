from django.utils.translation import gettext as _


def missing_sentence(code: str) -> str:
    """What to do about a fact that is missing in a page of text."""
    return {
        "address": _("Enter the postal address of the office (no PO box)."),
        "email": _("Enter the e-mail address of the office."),
        "phone": _("Enter a telephone number, or another quick way to reach the office."),
        "representative": _("Say who represents the provider (section 5 DDG)."),
        "responsible_person": _("Name the person responsible for journalistic content (section 18(2) MStV)."),
        "register": _("Add register number and VAT number where there are any, and the notice on arbitration boards."),
        "privacy_officer": _("Name the data protection officer where one is appointed."),
        "processors": _("Name who runs the server and sends the mail, and check how long logs are kept."),
        "known_barriers": _("Check the district's own content and name the barriers you know, with day and method."),
        "checked_easy_language": _("Have the text checked by a group of people who use easy language."),
        "german_text": _("Write the German text; it is the one that counts."),
        "video": _("Have a video made in German Sign Language."),
        "video_shown": _("Write down what the video says, and show it to visitors."),
        "review_day": _("Enter the day on which the text was last reviewed."),
        "yearly_review": _("The last review is more than a year ago. Read the text again and enter the day."),
    }[code]


def pair_label(use: str) -> str:
    return {
        "text_on_band": _("Text on the band, light"),
        "link": _("Links and buttons, light"),
        "accent_on_band": _("Mark of the current page, light"),
        "text_on_band_dark": _("Text on the band, dark"),
        "link_dark": _("Links and buttons, dark"),
        "accent_on_band_dark": _("Mark of the current page, dark"),
    }[use]
