from django.urls import include, path

from kiezkontor.meetings.views import (
    agenda,
    attending,
    ballots,
    boards,
    checking,
    courses,
    live,
    minutes,
    plan,
    results,
    took_part,
    voting,
    year,
)

app_name = "meetings"
of_an_event = [
    path("", agenda.agenda, name="agenda"),
    path("aufnehmen/", agenda.take, name="take"),
    path("punkt/", agenda.add, name="item_new"),
    path("anwesend/", attending.attendance, name="attendance"),
    path("anwesend/merken/", attending.mark, name="mark"),
    path("anwesend/neu/", attending.add_person, name="add_person"),
    path("einlass/oeffnen/", attending.open_room, name="open_room"),
    path("einlass/", attending.door, name="door"),
    path("protokoll/", live.write_page, name="live"),
    path("protokoll/beginnen/", live.begin, name="begin"),
    path("protokoll/stand/", live.state, name="state"),
    path("protokoll/zahl/", results.quorum, name="quorum"),
    path("protokoll/beenden/", results.end, name="end"),
    path("protokoll/freigeben/", minutes.approve, name="approve"),
]
one_item = [
    path("", agenda.change, name="item_change"),
    path("hoch/", agenda.up, name="item_up"),
    path("runter/", agenda.down, name="item_down"),
    path("entfernen/", agenda.remove, name="item_remove"),
    path("text/", live.write, name="item_write"),
    path("jetzt/", live.be_at, name="item_now"),
    path("offen/", live.settle, name="item_settle"),
    path("beschluss/", results.decide, name="item_decide"),
    path("eigenes-interesse/", results.declare_interest, name="item_interest"),
    path("aufgabe/", results.give_task, name="item_task"),
    path("idee/", results.keep_idea, name="item_idea"),
    path("abstimmung/", ballots.ask, name="item_ballot"),
    path("karten/", boards.put_up, name="item_board"),
]
one_board = [
    path("", boards.board, name="board"),
    path("ordnen/", boards.sort, name="board_sort"),
    path("eintippen/", boards.type_in, name="board_type_in"),
    path("annehmen/", boards.take_cards, name="board_take_cards"),
    path("abhaengen/", boards.take_down, name="board_take_down"),
]
one_ballot = [
    path("", ballots.ballot, name="ballot"),
    path("oeffnen/", ballots.begin, name="ballot_begin"),
    path("schliessen/", ballots.close, name="ballot_close"),
    path("entfernen/", ballots.remove, name="ballot_remove"),
    path("zettel/", ballots.print_papers, name="ballot_print"),
    path("zettel.pdf", ballots.papers_pdf, name="ballot_papers"),
    path("eintippen/", ballots.enter, name="ballot_enter"),
    path("bild/", ballots.show_picture, name="ballot_show_picture"),
    path("bild/<int:option_pk>.jpg", ballots.picture, name="ballot_picture"),
]
of_the_room = [
    path("", attending.check_in, name="check_in"),
    path("da/", attending.checked_in, name="checked_in"),
    path("mitlesen/", live.follow, name="follow"),
    path("mitlesen/stand/", live.followed, name="followed"),
    path("karten/<int:pk>/", boards.write, name="card"),
    path("karten/<int:pk>/danke/", boards.written, name="card_written"),
    path("abstimmung/<int:pk>/", voting.vote, name="vote"),
    path("abstimmung/<int:pk>/danke/", voting.voted, name="voted"),
    path("abstimmung/<int:pk>/bild/<int:option_pk>.jpg", voting.picture, name="vote_picture"),
]
of_the_plan = [
    path("", plan.plan, name="plan"),
    path("neu/", plan.add, name="measure_new"),
    path("standortplan.csv", plan.table, {"kind": "csv"}, name="plan_csv"),
    path("standortplan.xlsx", plan.table, {"kind": "xlsx"}, name="plan_xlsx"),
    path("<int:pk>/", plan.change, name="measure"),
    path("<int:pk>/loeschen/", plan.remove, name="measure_remove"),
]
of_courses = [
    path("", courses.courses, name="courses"),
    path("planen/", courses.plan, name="course_plan"),
    path("<int:pk>/", courses.course, name="course"),
    path("<int:pk>/aendern/", courses.change, name="course_change"),
    path("<int:pk>/tag/", courses.add_day, name="course_day"),
    path("<int:pk>/bescheinigen/", courses.certify, name="course_certify"),
    path("<int:pk>/fragen/", courses.ask, name="course_ask"),
    path("<int:pk>/material/", courses.add_material, name="material_add"),
    path("material/<int:pk>/", courses.material, name="material"),
    path("material/<int:pk>/entfernen/", courses.remove_material, name="material_remove"),
    path("bescheinigungen/<int:pk>.pdf", courses.certificate, name="certificate"),
]
of_who_took_part = [
    path("", took_part.took_part, name="took_part"),
    path("bescheinigung.pdf", took_part.certificate, name="took_part_certificate"),
    path("material/<int:pk>/", took_part.material, name="took_part_material"),
    path("antwort/", took_part.answer, name="course_answer"),
]
urlpatterns = [
    path("bescheinigung-pruefen/", checking.check, name="certificate_check"),
    path("kurse/danke/", took_part.answered, name="course_answered"),
    path("kurse/<str:token>/", include(of_who_took_part)),
    path("buero/kurse/", include(of_courses)),
    path("kalender/<int:pk>/protokoll/", minutes.minutes, name="minutes"),
    path("kalender/<int:pk>/protokoll.pdf", minutes.minutes_as_pdf, name="minutes_pdf"),
    path("protokoll/<str:token>/", minutes.minutes_sent, name="minutes_sent"),
    path("protokoll/<str:token>/protokoll.pdf", minutes.minutes_sent_pdf, name="minutes_sent_pdf"),
    path("buero/sitzungen/protokolle/<int:pk>.pdf", minutes.version_pdf, name="version_pdf"),
    path("buero/sitzungen/jahr/", year.year_page, name="year"),
    path("buero/standortplan/", include(of_the_plan)),
    path("sitzung/<str:token>/", include(of_the_room)),
    path("buero/sitzungen/<int:pk>/", include(of_an_event)),
    path("buero/sitzungen/punkte/<int:pk>/", include(one_item)),
    path("buero/sitzungen/abstimmungen/<int:pk>/", include(one_ballot)),
    path("buero/sitzungen/karten/<int:pk>/", include(one_board)),
]
