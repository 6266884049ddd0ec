"""What may happen to a request and what hangs on it: services.md §3.3 (T1–T17), §3.4, §3.6–3.8, §3.11 and decision 012, copied by hand.

Never made from kardad/desk/flow.py: a row that changes there without a reason in the documents must fail here.
"""

from tests.rulebook import rules

REQUEST = rules("""
    draft                          | submit    | client         | submitted         # T1
    submitted                      | assign    | manager system | in_review         # T2: by a manager, or by skill and load
    in_review                      | ask       | expert         | info_requested    # T3
    info_requested                 | answer    | client         | in_review         # T4
    in_review                      | redirect  | expert         | redirected_to_qa  # T5
    redirected_to_qa               | take_back | manager        | in_review         # QR-4: he decides about the objection
    in_review                      | reject    | manager        | rejected          # T6: what the expert asked for happens by his yes
    in_review                      | invoice   | expert manager | invoiced          # T7, §3.11
    invoiced                       | pay_part  | system         | partially_paid    # T8
    partially_paid                 | pay_part  | system         | partially_paid    # T8, §3.6: several payments
    invoiced partially_paid        | pay_all   | system         | paid              # T8
    invoiced                       | void      | system         | in_review         # §3.6: the invoice is the offer; void, it is made anew
    paid                           | start     | expert         | in_progress       # T9
    partially_paid                 | start     | expert         | in_progress       # T8: at the deposit where the policy says so
    in_progress                    | deliver   | expert         | delivered         # T10
    delivered                      | accept    | client system  | closed            # T11: he, or seven days
    delivered closed               | reopen    | client         | reopened          # T12
    delivered closed               | recall    | manager        | reopened          # §3.7: a wrong figure is first corrected free
    reopened                       | redeliver | expert         | delivered         # §3.2
    partially_paid paid            | withdraw  | system         | cancelled         # T13: asked by the client, approved as a refund,
    in_progress delivered reopened | withdraw  | system         | cancelled         #      done when that is decided
    info_requested                 | expire    | system         | expired           # T14
    invoiced                       | expire    | system         | expired           # T15
    expired                        | restore   | client         | in_review         # T16
    draft submitted in_review      | cancel    | client         | cancelled         # T17
    info_requested invoiced        | cancel    | client         | cancelled         # T17
""")

ITEM = rules("""
    pending priced               | redirect  | expert         | redirected   # T5, item by item
    redirected                   | take_back | manager        | pending      # QR-4
    pending priced               | reject    | manager        | rejected     # T6
    pending priced               | price     | expert manager | priced       # T7, §3.11
    priced                       | unprice   | system         | pending      # T16: priced again by the day's tariff
    priced                       | start     | expert         | in_progress  # T9
    in_progress                  | deliver   | expert         | delivered    # T10
    delivered                    | reopen    | client         | in_progress  # T12
    delivered                    | recall    | manager        | in_progress  # §3.7
    pending priced               | cancel    | client         | cancelled    # T17: nothing is begun before it is paid
    pending priced in_progress   | cancel    | system         | cancelled    # T13
    priced in_progress delivered | refund    | system         | refunded     # T13, §3.7
""")

APPOINTMENT = rules("""
    held   | book    | client system         | booked         # §3.8: held while he pays
    held   | release | client system         | released       # §3.8: fifteen minutes
    booked | move    | client expert manager | moved          # §3.7: one free move; the house's own without a limit
    booked | cancel  | client                | cancelled      # §3.7
    booked | finish  | expert                | done           # §3.8
    booked | miss    | expert                | missed         # §3.7: three calls unanswered
    booked | report  | client                | expert_absent  # §3.7: the expert was not there
""")

APPROVAL = rules("""
    asked | approve | manager              | approved  # T6, T7, QR-4
    asked | decline | manager              | declined
    asked | drop    | expert client system | dropped   # whoever asked takes it back, or nobody needs it any more
""")

ENGAGEMENT = rules("""
    invited        | agree    | client       | agreed     # decision 012
    invited        | refuse   | client       | refused
    invited        | expire   | system       | expired
    agreed         | withdraw | client       | withdrawn
    invited agreed | drop     | practitioner | dropped
""")

TABLES = {"REQUEST": REQUEST, "ITEM": ITEM, "APPOINTMENT": APPOINTMENT, "APPROVAL": APPROVAL, "ENGAGEMENT": ENGAGEMENT}

# Who is who: everybody who is not of the desk's own staff stands on the client's side, whatever else he may do in the house.
KNOWN_AS = {
    "expert": "expert",
    "manager": "manager",
    "finance_officer": "finance_officer",
    "system": "system",
    **dict.fromkeys(("member", "visitor", "practitioner", "reviewer", "officer", "secretary", "worker", "lawyer"), "client"),
}
