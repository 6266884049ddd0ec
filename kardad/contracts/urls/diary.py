"""Addresses of the work diary of who has no contract."""

from django.urls import path

from kardad.contracts.views import diary

ONE = "panel/contracts/diary/<str:token>"
client = [
    path("panel/contracts/diary/", diary.diaries, name="diaries"),
    path("panel/contracts/diary/new/", diary.diary_new, name="diary_new"),
    path(f"{ONE}/", diary.diary, name="diary"),
    path(f"{ONE}/write/<str:kind>/", diary.diary_write, name="diary_write"),
    path(f"{ONE}/paper/", diary.diary_paper, name="diary_paper"),
    path(f"{ONE}/everything/", diary.diary_everything, name="diary_everything"),
    path(f"{ONE}/<int:number>/correct/", diary.diary_correct, name="diary_correct"),
    path(f"{ONE}/<int:number>/file/", diary.diary_file, name="diary_file"),
    path(f"{ONE}/<int:number>/receipt/", diary.diary_receipt, name="diary_receipt"),
]
