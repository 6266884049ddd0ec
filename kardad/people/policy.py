"""Named policies of identity: numbers that no source fixes, each with its default and the reason for it."""

from datetime import time, timedelta

# Ages. 15 is the labour law's least working age (art. 79); nobody older than 120 is alive.
LEAST_AGE = 15
MAJORITY = 18  # under it a guardian stands beside
GREATEST_AGE = 120

# Attempts.
ATTEMPT_LIFE = timedelta(minutes=30)
APPROVED_LIFE = timedelta(days=7)  # after an outage or a review the person is told by SMS and may come back later
TICKET_LIFE = timedelta(days=16)
CHECK_LEASE = timedelta(seconds=60)  # a check that is not answered by then is taken up by the sweep
RETRY_AFTER = (timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30))
REGISTERS_OPEN_AT = time(7, 5)  # some sleep from 23:00 to 07:00
MATCH_KEPT = timedelta(hours=24)

BEGUN_FROM_AN_IP = 60  # attempts an hour and address, begun before anybody proved anything; a house and its neighbours need fewer

# Lock-outs, a Tehran calendar day.
FAILURES_A_CODE = 3
FAILURES_A_MOBILE = 5
FAILURES_AN_IP = 20

# One-time codes.
CODE_LIFE = timedelta(seconds=180)
CODE_TRIES = 5
CODE_COOLDOWN = (timedelta(seconds=60), timedelta(seconds=120), timedelta(seconds=300))
SENDS_A_MOBILE = 5
SENDS_AN_IP = 10
PERSONS_A_MOBILE = 3
MOBILES_A_PERSON = 5
SENDS_A_DAY = 20_000  # SMS pumping: past it only staff can raise it
NEXT_MESSENGER_AFTER = timedelta(seconds=45)

# Names compared by a register: sure from 95, a person looks from 70 (kardad.gateways.registry.port.Similarity).
# Accounts.
LOGIN_FAILURES = 10  # an hour and account
LOGIN_FAILURES_AN_IP = 60
STEP_UP_FRESH = timedelta(minutes=10)
MOBILE_HOLD = timedelta(hours=24)
MOBILE_PROOF_FRESH = timedelta(days=90)  # idle prepaid SIMs are re-issued after 90 days
SIM_FRESH_ON_NEW_DEVICE = timedelta(days=30)  # at a log-in from a device the person has not used; past it the register is asked silently
SIM_ASKED_AGAIN = timedelta(hours=1)  # after a register that did not answer
UNDO_WINDOW = timedelta(hours=24)  # a mandate given or taken by a code in a text only; a SIM can be stolen
IBAN_LEVEL = 2  # who may put another account in the place of the one that money goes to
COMPANY_CHECK_FRESH = timedelta(days=30)
OWNERSHIP_LEVEL = 2  # who is handed a company: this level, or a seat that the register confirms
MANDATE_INVITATION = timedelta(days=14)
INVITATIONS_A_DAY = 10  # each may cost a text to someone else's phone
INVITATION_TRIES = 10  # an hour and person

# Retention.
FAILED_ATTEMPTS_KEPT = timedelta(days=90)
CODES_KEPT = timedelta(hours=24)
SCANS_KEPT = timedelta(days=30)

# Counters.
VISITS_A_DAY = 60  # an officer and Tehran day: eight minutes each in a working day; more is not looking at papers
SECOND_LOOK_PERCENT = 10  # of attested tickets, chosen by a keyed hash; skipped SIM checks and unsure answers always
WARDS_A_DAY = 10  # tickets a guardian takes for others in a day

# Uploads.
FILES_A_DAY = 60  # a person; every role and mandate at once needs fewer
