"""Named policies of the desk: numbers that no source fixes, each with its default."""

from datetime import timedelta

SHORTEST_TEXT = 30  # characters of a description
LONGEST_TEXT = 5_000
MANY_FILES = 10  # a request
GREATEST_QUANTITY, GREATEST_SUM = 100_000, 10**12  # of one service, the sum in rials: beyond is a slip of the hand
PRICE_DIFFERS_PERCENT = 20  # from the tariff; past it a manager agrees
INFO_LASTS = timedelta(days=7)
INFO_REMINDERS = (timedelta(days=3), timedelta(days=6))
RESTORE_WITHIN = timedelta(days=30)
ACCEPT_WITHIN = timedelta(days=7)
CLOSING_SOON = timedelta(days=2)
REOPENINGS = 1
REOPEN_REASON = 20  # characters
WITHDRAW_WORKING_DAYS = 7  # Electronic Commerce Act 37: at least seven working days; for services from the day of contract
LATE_COMPLAINT = timedelta(hours=48)
DRAFT_REMINDER = timedelta(days=2)

# Working hours of the steps (services.md 3.9); a re-opened item has half of its own.
ASSIGN_HOURS = 2
FIRST_RESPONSE_HOURS = 8
REPLY_HOURS = 8
OBJECTION_HOURS = 8

SLOT_MINUTES = 15
SLOT_HOLD = timedelta(minutes=15)
SLOTS_AHEAD = timedelta(days=14)
SLOT_REMINDERS = (timedelta(hours=24), timedelta(hours=1))
FREE_CANCEL = timedelta(hours=24)
LATE_CANCEL = timedelta(hours=4)
LATE_CANCEL_PERCENT = 50
MISSED_PERCENT = 0  # of its price goes back for an hour that the client missed: it counts as used
MISSED_LASTS = timedelta(
    days=30
)  # from when the client is told that he missed his hour: until then the client may take another, if he has the right to one
MISSED_REMINDERS = (timedelta(days=7), timedelta(days=1))  # before its end
EXPERT_LATE = timedelta(minutes=10)
CALL_TRIES = 3
CALL_EVERY = timedelta(minutes=5)
SHORTEST_SUMMARY = 200  # characters
PAPER_AGAIN = timedelta(minutes=10)  # a paper that could not be asked for, or whose asker died

FREE_UNDER = 15  # open requests: an expert who carries fewer is given new ones without a manager
CONFLICT_LASTS = timedelta(days=2 * 365)  # how long having served one side keeps an expert from the other
OBJECT_WITHIN = timedelta(days=30)  # to a redirect to the public questions; once

# The client book.
CONSENT_LASTS = timedelta(days=30)  # an invitation; and how long a refusal is left in peace
CLIENTS_A_DAY = 20  # invitations of one practitioner: each is a text to somebody who did not ask for it
CONSENT_TERMS = "1405-09-01"  # version of the words in desk/consent.html
