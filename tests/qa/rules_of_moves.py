"""What may happen to public questions, their answers, guides and comments: services.md §3.11 and §3.12, copied by hand.

Never made from kardad/qa/flow.py. The house has no admin: where §3.11 gives him something, a manager does it.
"""

from tests.rulebook import rules

QUESTION = rules("""
    unproved                                | prove   | asker                 | pending       # a guest asks with a code
    pending                                 | publish | expert manager        | published     # §3.11
    pending                                 | reject  | expert manager        | rejected
    pending published answered needs_update | merge   | expert manager        | merged
    pending published                       | convert | expert manager        | converted     # QR-5
    published                               | answer  | expert                | answered      # only verified experts
    answered                                | outdate | expert manager system | needs_update  # by itself, when the cited changed
    needs_update                            | refresh | expert                | answered
    answered needs_update                   | recall  | expert manager        | published
    published answered needs_update         | archive | manager               | archived
""")

ANSWER = rules("""
    draft           | publish | expert                | published
    published       | outdate | expert manager system | stale
    stale           | refresh | expert                | published
    published stale | recall  | expert manager        | recalled
""")

GUIDE = rules("""
    draft withdrawn | publish  | expert manager | published
    published       | withdraw | expert manager | withdrawn
""")

COMMENT = rules("""
    pending           | publish | expert manager | published
    pending published | reject  | expert manager | rejected
""")

TABLES = {"QUESTION": QUESTION, "ANSWER": ANSWER, "GUIDE": GUIDE, "COMMENT": COMMENT}

# Finance has no part in questions: here everybody but experts and managers is one who may ask.
KNOWN_AS = {
    "expert": "expert",
    "manager": "manager",
    "system": "system",
    **dict.fromkeys(
        ("member", "visitor", "practitioner", "reviewer", "officer", "secretary", "worker", "lawyer", "finance_officer"), "asker"
    ),
}
