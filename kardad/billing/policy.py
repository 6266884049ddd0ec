"""Named policies of money: numbers that no source fixes, each with its default and the reason for it."""

from datetime import timedelta

DUE_AFTER = timedelta(days=7)
REMIND_BEFORE = (timedelta(days=3), timedelta(days=1))
EXPIRE_AGAIN = timedelta(minutes=30)  # while a payment is open the invoice is not ended; it is looked at again
EXPERT_LIMIT = 100_000_000  # rials an expert may ask for alone; above it a manager issues

# A first part is at least the smaller of the two, so that neither small nor large invoices are paid by coins.
FIRST_PART_PERCENT = 30
FIRST_PART = 1_000_000

CLOSE_AFTER = timedelta(days=1)  # entries this old are added up for good: whatever was being written beside them is written by then

RECEIPT_DAYS = 1  # working days in which finance looks at a receipt

# Online payments. The shortest clock of any bank gives unverified money back after ten minutes.
CHECK_LEASE = timedelta(seconds=60)  # a check that is not answered by then is taken up by the sweep
CALLBACK_AGAIN = timedelta(seconds=60)  # the address of return can be opened as often as one likes; the bank is asked this seldom
CHECK_EVERY = timedelta(minutes=2)
BEGUN_AN_HOUR = 20  # payments that one person begins; each is a page that a bank opens
ASKED_AT_MOST = 6  # times in ten minutes that a payer may have his bank asked
CHECK_LATER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)  # past it a person looks; the bank is not asked again by itself
SETTLE_AGAIN = timedelta(minutes=10)
ANNOUNCE_AGAIN = timedelta(minutes=5)
PAPER_AGAIN = timedelta(minutes=10)

RECEIPTS_A_DAY = 20  # files of transfers that one person sends; a mistyped form sends its file again
