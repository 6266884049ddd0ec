"""Addresses of boards: members and rooms, panels, calendars, sessions; what a side says about dates."""

from django.urls import path
from django.urls.resolvers import URLPattern

from kardad.cases.views.boards import calendar, client, members, panels, sessions

paths: list[URLPattern] = [
    path("cases/boards/members/", members.members, name="members"),
    path("cases/boards/members/new/", members.register, name="register"),
    path("cases/boards/members/<int:pk>/", members.member, name="member"),
    path("cases/boards/members/<int:pk>/end/", members.end_member, name="end_member"),
    path("cases/boards/members/<int:pk>/relate/", members.relate, name="relate"),
    path("cases/boards/rooms/", members.rooms, name="rooms"),
    path("cases/boards/rooms/<int:pk>/close/", members.close_room, name="close_room"),
    path("cases/boards/calendar/", calendar.board_calendar, name="board_calendar"),
    path("cases/boards/causes/", calendar.causes, name="causes"),
    path("cases/boards/causes/paper/", calendar.cause_paper, name="cause_paper"),
    path("cases/sittings/", calendar.sittings_mine, name="sittings"),
    path("cases/sittings/away/", calendar.away, name="away"),
    path("cases/<int:pk>/panel/", panels.panel, name="panel"),
    path("cases/<int:pk>/panel/commit/", panels.commit, name="commit"),
    path("cases/<int:pk>/panel/draw/", panels.draw, name="draw"),
    path("cases/<int:pk>/panel/recuse/", panels.recuse, name="recuse"),
    path("cases/<int:pk>/panel/<int:seat>/replace/", panels.replace, name="replace"),
    path("cases/<int:pk>/panel/<int:seat>/hand-over/", panels.hand_over, name="hand_over"),
    path("cases/<int:pk>/hearing/", calendar.set_hearing, name="set_hearing"),
    path("cases/<int:pk>/dates/", calendar.propose, name="propose"),
    path("cases/<int:pk>/dates/choose/", calendar.choose, name="choose"),
    path("cases/hearings/<int:pk>/", sessions.hearing, name="hearing"),
    path("cases/hearings/<int:pk>/come/", sessions.come, name="come"),
    path("cases/hearings/<int:pk>/leave/", sessions.leave, name="leave"),
    path("cases/hearings/<int:pk>/open/", sessions.open_hearing, name="open_hearing"),
    path("cases/hearings/<int:pk>/close/", sessions.close_hearing, name="close_hearing"),
    path("cases/hearings/<int:pk>/adjourn/", sessions.adjourn, name="adjourn"),
    path("cases/hearings/<int:pk>/minutes/", sessions.minutes, name="minutes"),
    path("cases/hearings/<int:pk>/sign/", sessions.sign_minutes, name="sign_minutes"),
]
client_paths: list[URLPattern] = [
    path("panel/cases/<str:token>/dates/", client.dates, name="dates"),
    path("panel/cases/<str:token>/dates/<int:pk>/strike/", client.strike, name="strike"),
    path("panel/cases/<str:token>/away/", client.away, name="away"),
]
