"""What may happen to money's affairs: services.md §3.6, §3.7 and §3.11, identity.md §4.3, copied by hand.

Never made from kardad/billing/flow.py. The house has no admin: what §3.11 gives him, a manager who is not the proposer does.
"""

from tests.rulebook import rules

TARIFF = rules("""
    proposed | approve  | manager         | approved  # §3.11: two people
    proposed | decline  | manager         | declined
    proposed | withdraw | finance_officer | declined  # its proposer's own
""")

INVOICE = rules("""
    issued partially_paid | pay_part | system finance_officer manager client | partially_paid  # §3.6: bank, receipt, ruling, credit
    issued partially_paid | pay_all  | system finance_officer manager client | paid
    issued                | void     | expert manager finance_officer system | void            # §3.6, T15, T17
    paid partially_paid   | credit   | finance_officer                       | credited        # §3.6, T13: by the refund that he executes
""")

PAYMENT = rules("""
    initiated                                    | redirect    | system                  | redirected            # §3.6
    redirected pending_verification              | come_back   | client                  | pending_verification  # a callback twice is one
    initiated                                    | submit      | client finance_officer  | pending_verification  # a receipt; a bank slip
    redirected pending_verification              | verify      | system                  | succeeded             # the server verifies
    failed expired                               | verify      | system                  | succeeded             # NOK and later paid
    initiated redirected pending_verification    | fail        | system                  | failed
    initiated redirected pending_verification    | expire      | system                  | expired
    pending_verification                         | approve     | finance_officer manager | succeeded  # a slip: also a manager
    pending_verification                         | reject      | finance_officer manager | rejected   # the same
    redirected pending_verification              | believe     | finance_officer manager | succeeded  # two persons
    failed expired                               | believe     | finance_officer manager | succeeded
    redirected pending_verification              | close       | finance_officer manager | failed
    failed expired                               | close       | finance_officer manager | failed
    initiated                                    | spend       | client                  | succeeded  # his credit
    succeeded partially_refunded                 | refund_part | finance_officer         | partially_refunded    # §3.11: finance executes
    succeeded partially_refunded                 | refund_all  | finance_officer         | refunded
""")

REFUND = rules("""
    requested | approve | manager         | approved  # §3.11: a manager, not his own; finance executes
    requested | decline | manager         | declined
    approved  | send    | finance_officer | sent
    sent      | finish  | finance_officer | done
    sent      | fail    | finance_officer | failed
    sent      | bounce  | finance_officer | approved  # the bank did not reverse it: another way
""")

PAYOUT = rules("""
    requested     | approve | manager         | approved  # as a refund
    requested     | decline | manager         | declined
    approved      | send    | finance_officer | sent
    sent          | finish  | finance_officer | done
    approved sent | fail    | finance_officer | failed
""")

RULING = rules("""
    proposed | approve | finance_officer manager | approved  # the second of two persons
    proposed | decline | finance_officer manager | declined
""")

TABLES = {"TARIFF": TARIFF, "INVOICE": INVOICE, "PAYMENT": PAYMENT, "REFUND": REFUND, "PAYOUT": PAYOUT, "RULING": RULING}

KNOWN_AS = {
    "expert": "expert",
    "manager": "manager",
    "finance_officer": "finance_officer",
    "system": "system",
    **dict.fromkeys(("member", "visitor", "practitioner", "reviewer", "officer", "secretary", "worker", "lawyer"), "client"),
}
