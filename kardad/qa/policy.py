"""Named policies of questions: numbers that no source fixes, each with its default."""

from datetime import timedelta

SHORTEST_TITLE, LONGEST_TITLE = 10, 120  # characters
SHORTEST_BODY, LONGEST_BODY = 30, 1_500
QUESTIONS_A_DAY = 3  # a person or a visitor's mobile
BEGUN_FROM_AN_IP = 20  # visitors' questions an hour and address, before a code proves anything
CODES_A_MOBILE = 3  # a day, to prove visitors' questions; a person has five codes for everything
OPINIONS_FROM_AN_IP = 60  # an hour: a house, its neighbours, a school
OPINIONS_ON_ONE = 10  # a day, address and answer, of visitors: a browser without cookies is a new one each time
SIMILAR_FROM_AN_IP = 120  # looks a minute while typing: behind one address may be a whole workplace
COMMENTS_A_DAY = 10
UNPROVED_KEPT = timedelta(days=1)
ANSWER_HOURS = 16  # working hours until the first answer (services.md 3.9)
REVIEW_HOURS = 8
FEED_LENGTH = 30
LONGEST_SHORT = 600  # characters of the short answer
LONGEST_EXPLANATION = 8_000
MANY_CASES = 12
GUEST_KEPT = timedelta(days=180)  # a visitor's mobile, from the answer on
