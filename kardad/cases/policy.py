"""What this room decides by itself, where law and ministry are silent; every figure of the law is in `kardad.law`."""

from datetime import time, timedelta

DESK_DAYS = {"intake": 2, "calendar": 3, "service": 1, "conciliation": 10}  # working days that a desk has
SECRETARY, MANAGER, MEMBER = "secretary", "manager", "board_member"
FILES_A_CASE, FILES_A_FILING = 200, 20
HEARING_LENGTH = timedelta(minutes=30)
FIRST_HOUR, LAST_HOUR = time(8), time(14)  # a session begins and ends between them, whoever sets it
HORIZON = timedelta(days=180)  # how far ahead a session may be: who waits longer waits for a new date, not for a far one
HOLD_LASTS = timedelta(minutes=15)  # an editor's hold on a decision, renewed while he types
GRANT_LASTS = timedelta(days=7)
BATCH = 500
FEE_DAYS = 60  # the longest period in which a board lets an expert's fee be paid
FEE_RETURN_DAYS = 5  # working days in which finance pays back a fee that was paid at a bank in vain
FEE_WAITS = timedelta(days=365)  # how long its invoice stands while its notice is served on nobody
VETOES = 2  # dates that each attendee may strike out
VOTE_LEVEL = 1
LOAD_DAYS = 90  # over how many days the cases of a member are counted when a panel is drawn
CALENDAR_DAYS = 30  # how far ahead free times are looked for
OFFER_DAYS = 60  # how far ahead dates are offered: more than all who attend may take out together
AWAY_DAYS = 10  # still to come, that a side or who stands for it may keep free in one case; for more there is a representative or a brief
ANSWER_DAYS = 3  # working days in which offered dates may be struck out
EARLY = timedelta(minutes=30)  # how long before its hour a session may begin
SAME_FILING = 120  # seconds in which the same words and files are one filing
STATUS_TRIES = 20  # tracking codes an hour that one address may ask the public page for
ENFORCE_DAYS = 2  # working days in which the desk sends an enforcement package
ARCHIVE_ENDED = timedelta(days=90)  # after its end, or the Divan's longer period, a case without an open matter goes to the archive
INSTALMENT_NEAR = timedelta(days=3)  # how long before its day the debtor is reminded of an instalment
INSTALMENT_TOLD_AT = time(8)  # in the morning
INSTALMENTS = 120  # as many as a schedule of the court may have
COURT_PLAN_LASTS = timedelta(days=366 * 11)  # how far ahead its last instalment lies: ten years of months after an advance
OFFERS_MEET_AT = "middle"  # of bargaining.WAYS: at which figure two sealed offers that overlap settle
OFFER_ROUNDS = 5  # sealed offers of one table; after that the sides talk openly
SETTLEMENT_PARTS = 24  # instalments of one settlement
SETTLEMENT_LASTS = timedelta(days=366 * 5)  # how far ahead the last of them lies
