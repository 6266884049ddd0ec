"""By what a contract is found though its worker's name and code are sealed: blind indexes, one a word."""

from django.db import models

from kardad.contracts.models.contracts import Contract


class WorkerMark(models.Model):
    """A word of the worker's name, or his code, as a blind index with the employer in whose list it is looked for."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="marks")
    whose = models.CharField(max_length=40)  # the employer: «organisation-7», «person-7»
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "mark"], name="worker_mark_once")]
        indexes = [
            models.Index(fields=["whose", "mark", "contract"], name="worker_mark_found"),
        ]
