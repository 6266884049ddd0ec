"""Addresses of signing: the employer's sending, the worker's answers, every other wording that both sign."""

from django.urls import path

from kardad.contracts.views.signing import answering, authorities, helping, sending, wording

ONE = "panel/contracts/<str:token>"
client = [
    path("panel/contracts/authority/", authorities.authorities, name="authorities"),
    path("panel/contracts/authority/give/", authorities.give_authority, name="give_authority"),
    path("panel/contracts/authority/<int:pk>/end/", authorities.end_authority, name="end_authority"),
    path("panel/contracts/authority/<int:pk>/paper/", authorities.authority_file, name="authority_file"),
    path(f"{ONE}/send/", sending.send, name="send"),
    path(f"{ONE}/recall/", sending.recall, name="recall"),
    path(f"{ONE}/reopen/", sending.reopen, name="reopen"),
    path(f"{ONE}/read/", answering.read, name="read"),
    path(f"{ONE}/sign/", answering.sign, name="sign"),
    path(f"{ONE}/assist/", helping.assist, name="assist"),
    path(f"{ONE}/on-paper/", helping.on_paper, name="on_paper"),
    path(f"{ONE}/correct/", answering.correct, name="correct"),
    path(f"{ONE}/reject/", answering.reject, name="reject"),
    path(f"{ONE}/compare/<int:number>/", answering.compare, name="compare"),
    path(f"{ONE}/<str:kind>/<int:number>/sign/", wording.sign_version, name="sign_version"),
    path(f"{ONE}/<str:kind>/<int:number>/assist/", helping.assist_version, name="assist_version"),
    path(f"{ONE}/<str:kind>/<int:number>/refuse/", wording.refuse_version, name="refuse_version"),
    path(f"{ONE}/<str:kind>/<int:number>/recall/", wording.recall_version, name="recall_version"),
]
