from django.utils.translation import gettext as _


def missing_sentence(code: str) -> str:
    """What to do about a fact that is missing in a page of text."""
    return {
        "address": _("Enter the postal address of the office (no PO box)."),
        "email": _("Enter the e-mail address of the office."),
        "phone": _("Enter a telephone number, or another quick way to reach the office."),
        "address_in_text": _("Your text does not name a postal address."),
        "email_in_text": _("Your text does not name an e-mail address."),
        "phone_in_text": _("Your text names no telephone number and no contact form."),
        "controller": _("Say who is responsible for the data."),
        "legal_basis": _("Say on which legal basis data are processed (Article 6 GDPR)."),
        "retention": _("Say when data are deleted."),
        "rights": _("Say which rights people have, such as access to their data."),
        "complaint": _("Name the supervisory authority to which people may complain."),
        "conformity": _("Say how far the pages meet the rules: fully, partly or not."),
        "barriers_named": _("Say what is not accessible and why."),
        "feedback": _("Say how barriers are reported to you."),
        "enforcement": _("Name the body people may turn to when a barrier stays."),
        "representative": _("Say who represents the provider (section 5 DDG)."),
        "responsible_person": _("Name the person responsible for journalistic content (section 18(2) MStV)."),
        "register": _("Add register number and VAT number, or say that there are none."),
        "arbitration": _("Say whether you take part in consumer arbitration (section 36 VSBG)."),
        "privacy_officer": _("Name the data protection officer, or say that none is appointed."),
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
