"""What the walk says on a device; names in braces are replaced there."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kiezkontor.premises.models import Unit


def words_of_the_walk() -> dict[str, str]:
    return {
        **{str(value): str(label) for value, label in Unit.Position.choices},
        "title": pgettext("through the streets, to see what is there", "Walk"),
        "lead": _("Take a round along while there is network. Then walk without it: everything stays on this device."),
        "noRounds": _("No round is in the field. The coordination begins one in the office."),
        "round": _("Round {number}"),
        "referenceOn": _("Reference date: {day}"),
        "rounds": _("All rounds"),
        "takeAlong": pgettext("a round, onto the telephone", "Take along"),
        "refresh": _("Fetch anew"),
        "goOn": _("Go on with the walk"),
        "taking": _("The round is being taken along …"),
        "takingMap": _("The map is being taken along … {percent} %"),
        "taken": _("Everything is on this device. You can go now."),
        "toOffice": _("To the office"),
        "signedInAs": _("Signed in: {name}"),
        "othersNotes": _(
            "Somebody else's notes are still on this device, locked and not sent. They go to the office once that "
            "person signs in here and unlocks the round."
        ),
        "onItsWay": _("This note is just being sent. Change it with “Something else” if it is wrong."),
        "noConnection": _("The office cannot be reached just now. What you noted is still here."),
        "failed": _("That did not work. What you noted is still here; please try again."),
        "readableUntil": _("Readable on this device until {day}; then sign in once more."),
        "lockedTitle": _("Locked"),
        "lockedText": _(
            "The time of this round on this device is over, or the device was signed out. Nothing is lost: sign in "
            "and unlock, and what you noted goes to the office."
        ),
        "unlock": _("Unlock"),
        "signIn": _("Sign in to send"),
        "sending": _("Sending …"),
        "waiting": _("Still to be sent: {count}"),
        "waitingOffline": _("No network. Kept on this device: {count}"),
        "allSent": _("Everything is sent."),
        "offline": _("No network. Go on as usual."),
        "send": _("Send now"),
        "almostFull": _("This device is almost full. Send what you noted, and make room before you go on."),
        "notPersistent": _("This browser may clear what is kept here when the device runs full."),
        "notPersistentMore": _(
            "Put the walk on the home screen (menu of the browser, “Add to home screen”), and send what you noted "
            "every day."
        ),
        "sendToday": _("This browser may clear its store: send today."),
        "notKept": _("This note could not be kept: the device is full. Send what you noted, then note it again."),
        **words_of_the_end(),
        **words_of_houses(),
        **words_of_forms(),
        **words_of_refusals(),
    }


def words_of_the_end() -> dict[str, str]:
    return {
        "giveBack": _("Give back"),
        "giveBackTitle": _("Give back round {number}"),
        "giveBackText": _(
            "Everything is sent. The round is then gone from this device, and nobody can read it here any more. You "
            "can take it along again."
        ),
        "giveBackWaiting": _("Not yet: {count} of your notes and photos are only on this device. Send them first."),
        "givenBack": _("Round {number} is gone from this device."),
        "isOver": _("The walk of this round is over. Nothing of yours waits here; you can give it back."),
        "lateNotes": _(
            "This round is frozen meanwhile. What still waits on this device goes to the office as late notes: "
            "somebody there decides about each, and the figures of the round stay as they are."
        ),
        "lostNotes": _(
            "Everything is on this device. {count} older notes were locked for so long that nobody could open them any "
            "more; they are gone."
        ),
        "late": _("Came after the round was frozen; the office decides."),
    }


def words_of_houses() -> dict[str, str]:
    return {
        "parts": _("Streets"),
        "toParts": _("To the streets"),
        "chooseStreet": _("Where do you begin? Touch a street."),
        "doneOf": _("Houses: {done} of {of}"),
        "partDone": _("{name} is done."),
        "map": _("Map"),
        "mapOfRound": _("Map of the round"),
        "toHouse": _("To this house"),
        "houseOf": _("House {at} of {of} · {left} left"),
        "houses": _("Houses"),
        "noAddress": _("Without an address"),
        "back": _("House before"),
        "onward": pgettext("the next house", "Next house"),
        "somethingMissing": _("Something is missing here"),
        "noUnits": _("No unit is known here. Do you see a shop, an office or an empty room with a door of its own?"),
        "addFirst": _("Yes, add it"),
        "isEmpty": _("There is no unit here."),
        "nothingHere": _("No, nothing here"),
        "didNothing": _("No unit here: noted."),
        "neverSeen": _("Never seen"),
        "nameless": _("without a name"),
        "floorOf": _("floor {floor}"),
        "seenOn": _("seen on {day}"),
        "done": _("looked at in this round"),
        "fresh": _("looked at within a year"),
        "old": _("not looked at for more than a year"),
        "never": _("never looked at"),
        "unchanged": _("Unchanged"),
        "didUnchanged": _("{name}: unchanged"),
        "nowVacant": _("Now vacant"),
        "change": _("Something else"),
        "undo": _("Undo"),
        "undone": _("Taken back."),
        "conflict": _("Somebody else noted something different; the office decides."),
        "photo": _("Photo"),
        "photos": _("Photos: {count}"),
        "photoKept": _("The photo is kept."),
        "photoFailed": _("This photo could not be kept. Please take it again."),
    }


def words_of_forms() -> dict[str, str]:
    return {
        "newUnit": _("New unit"),
        "theUnitIs": _("The unit is"),
        "whoIsThere": _("Who is there?"),
        "newName": _("Somebody new: name on the sign"),
        "category": _("Category"),
        "position": _("Position in the house"),
        "positionUnknown": _("not noted"),
        "floor": _("Floor"),
        "since": _("Since when?"),
        "sinceUnknown": _("I do not know"),
        "sinceDay": _("Since a known day"),
        "sinceYear": _("Since some time in a year"),
        "sinceBefore": _("Since before a year"),
        "when": _("Day or year"),
        "ending": _("Why did the use before end?"),
        "endingUnknown": _("I do not know"),
        "note": _("Note for the office"),
        "save": _("Save"),
        "saved": _("Kept."),
        "cancel": _("Cancel"),
        "noSuchCategory": _("There is no category “{name}”. Please choose one of the list, or leave it empty."),
        "noSuchDay": _("Please write a day such as {day}, not in the future."),
        "noSuchYear": _("Please write a year from 1800 to {year}."),
    }


def words_of_refusals() -> dict[str, str]:
    return {
        "refusedCount": _("Not taken: {count}"),
        "refusedTitle": _("What the office did not take"),
        "noneRefused": _("The office has taken everything."),
        "again": _("Send again"),
        "drop": _("Give up this note"),
    }
