"""Billing's later work: payments that are not clear, invoices past their day, reminders, and what those above are to be told."""

from datetime import datetime

import structlog

from kardad.billing import papers as said
from kardad.billing import queries
from kardad.billing.actions import invoices, ledger, payments
from kardad.billing.actions import papers as actions
from kardad.core.sweeps import sweep

log = structlog.get_logger()
BATCH = 200


@sweep(minutes=5)
def expire_invoices(at: datetime) -> int:
    """End invoices that nobody paid in time."""
    return sum(invoices.expire_due(pk, at=at) for pk in list(queries.due_invoices(at).values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=15)
def remind(at: datetime) -> int:
    """Text the buyers of invoices that end soon."""
    return sum(invoices.remind_due(pk, at=at) for pk in list(queries.due_reminders(at).values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=1)
def announce(at: datetime) -> int:
    """Tell those above of paid invoices; one that fails is tried again later and does not stop the others."""
    done = 0
    for pk in list(queries.untold_invoices(at).values_list("pk", flat=True)[:BATCH]):
        try:
            done += invoices.announce_due(pk, at=at)
        except Exception:
            log.exception("invoice not announced", invoice=pk)
            invoices.put_off(pk, at=at)
    return done


@sweep(minutes=1)
def papers(at: datetime) -> int:
    """Ask for the official papers of invoices, payments and credit notes; one that fails does not stop the others."""
    done = 0
    for paper in said.PAPERS:
        for pk in list(queries.due_papers(paper.rows, at).values_list("pk", flat=True)[:BATCH]):
            try:
                done += actions.ask_due(paper, pk, at=at)
            except Exception as problem:  # its words may be the paper's own
                log.warning("paper not asked for", kind=paper.kind, row=pk, problem=type(problem).__name__)
                actions.put_off(paper, pk, at=at)
    return done


@sweep(minutes=1)
def reconcile(at: datetime) -> int:
    """Ask the banks about every payment that is due, well inside the clocks by which they give money back."""
    done = 0
    for row in list(queries.due_payments(at)[:BATCH]):
        try:
            if row.state == "initiated":
                done += payments.abandon_due(row.pk, at=at)
            else:
                payments.check(row, at=at)
                done += 1
        except Exception:
            log.exception("payment not reconciled", payment=row.pk)
    return done


@sweep(minutes=5)
def settle(at: datetime) -> int:
    """Have verified payments sent to our account where their bank wants to be told."""
    return sum(payments.settle_due(pk, at=at) for pk in list(queries.unsettled_payments(at).values_list("pk", flat=True)[:BATCH]))


@sweep(minutes=24 * 60)
def close_books(at: datetime) -> int:
    """Add up the entries of past days, so that the balances of the ledger are read as fast after years as on the first day."""
    return ledger.close(at=at)
