"""What may happen to a dispute and to what is laid over it: disputes.md 2.3 (T01–T29) and 2.5 to 2.10, copied by hand.

Never made from kardad/cases/flow.py. Who a party is (which side, with which express power) and who chairs, the deeds ask; here
he is `party`, here he is `board_member`.
"""

from tests.rulebook import rules

NOT_FINAL = "filed accepted conciliation set adjourned heard expert decided serving window appealed rehearing"  # T21, T22: «any non-final»

CASE = rules(f"""
    draft                           | submit           | party                  | filed  # T02
    draft                           | prepare          | party                  | prepared  # a bureau files nothing
    prepared                        | resume           | party                  | draft
    filed                           | mark_defect      | secretary              | defect  # T03
    defect                          | cure             | party                  | filed  # T04
    defect                          | lapse            | secretary              | dismissed  # T05
    filed                           | accept           | secretary              | accepted  # before T09: its class number
    filed accepted conciliation     | transfer         | secretary              | transferred  # T06
    rehearing                       | transfer         | secretary              | transferred  # T26: another board of the same rank
    transferred                     | receive          | secretary              | filed  # T06: FILED at the new office
    transferred                     | receive_rehearing | secretary             | rehearing  # T26: heard again there
    filed accepted                  | conciliate       | party secretary        | conciliation  # T07
    conciliation                    | end_conciliation | secretary              | accepted  # LL 157: failing that, the boards
    conciliation                    | back_to_desk     | secretary              | filed  # it had not been accepted before
    accepted conciliation adjourned | set_hearing      | secretary system       | set  # T09, T11; system: the date left of those he offered
    appealed rehearing              | set_hearing      | secretary system       | set  # T16, T26
    set                             | hold             | board_member           | heard  # T10, T18
    set heard                       | adjourn          | board_member secretary | adjourned  # T11, T19, 2.5
    heard                           | refer            | board_member           | expert  # T12
    expert                          | take_up          | secretary              | adjourned  # 2.10: a new session
    expert                          | go_on            | board_member system    | heard  # LP 97, 98: the hearing goes on
    heard                           | annul            | board_member           | annulled  # T13
    heard                           | dismiss          | board_member           | dismissed  # 2.2: رد/عدم صلاحیت
    heard                           | issue            | board_member           | decided  # T14
    heard                           | issue_final      | board_member           | final  # T20
    decided                         | serve            | secretary system       | serving  # T15
    serving                         | open_window      | system                 | window  # T15
    serving window                  | object           | party                  | appealed  # T16: each from his own service on
    final                           | send_up          | secretary              | appealed  # T16: a late one, the DRB rules
    window                          | finalise         | system                 | final  # T17
    window final                    | reopen_window    | system                 | serving  # T29
    {NOT_FINAL}                     | settle           | board_member secretary | settled  # T08, T22, 2.7: confirmed
    defect transferred {NOT_FINAL}  | withdraw         | party                  | withdrawn  # T21
    final                           | quash            | secretary              | rehearing  # T26
    settled withdrawn annulled dismissed final | archive          | secretary system       | archived  # 2.2
""")


HEARING = rules("""
    set      | open    | board_member           | open       # T10, T18: the chair
    open     | close   | board_member           | closed
    set open | adjourn | board_member secretary | adjourned  # 2.5
    set      | cancel  | secretary system       | cancelled  # the case ended or went elsewhere before it
    open     | end     | system                 | closed     # the case ended while it ran
""")

DECISION = rules("""
    draft        | write   | board_member        | draft
    draft        | propose | board_member        | voting
    voting       | vote    | board_member        | voting   # LL 159: each opinion is kept
    voting       | redraft | board_member        | draft    # new words, new votes
    voting       | issue   | board_member        | issued   # LP 101; never changed after (LP 102)
    draft voting | drop    | board_member system | dropped
""")

REFERRAL = rules("""
    ordered             | pay    | system secretary       | paid    # LP 97: at the tariff
    ordered             | lapse  | system                 | unpaid  # LP 97, 98
    paid                | opine  | expert secretary       | opined
    opined              | object | party                  | opined  # D15
    paid                | decline | expert                | declined  # 2.10: he says why, and the board appoints another
    declined            | appoint | board_member          | paid    # the fee stays for the next one
    paid opined declined | end   | secretary board_member | ended
    ordered paid opined declined | drop | system          | ended   # the case ended before it
""")

SETTLEMENT = rules("""
    open        | offer   | party                  | open       # sealed
    open        | propose | party                  | open       # terms in the open
    open        | agree   | party                  | agreed
    agreed      | sign    | party                  | agreed     # 2.7: both, by a one-time code
    agreed      | confirm | board_member secretary | confirmed  # 2.7: the board, before boards the secretary
    open agreed | drop    | party system           | dropped
""")

WITHDRAWAL = rules("""
    asked | consent | party        | asked    # 2.6: after the hearing the other sides say yes
    asked | finish  | party        | done
    asked | refuse  | party        | refused
    asked | drop    | party system | dropped
""")

REMITTANCE = rules("""
    told | confirm | party | counted
    told | deny    | party | denied
""")

ENFORCEMENT = rules("""
    requested      | send       | secretary              | sent      # T23
    sent           | note_court | party secretary        | sent
    sent           | allow      | party secretary        | sent      # instalments of the court
    sent           | note_money | party secretary        | sent
    requested sent | recall     | secretary system       | recalled
    sent           | end        | party secretary system | ended
""")

COLLECTION = rules("""
    asked | accept | party | counted  # the creditor's yes to what the debtor told
    asked | refuse | party | refused
""")

DIVAN = rules("""
    open        | stay   | secretary | stayed    # T25
    stayed      | lift   | secretary | open
    open stayed | quash  | secretary | quashed   # T26
    open stayed | reject | secretary | rejected  # T27
""")

ACCESS = rules("""
    asked   | grant  | manager        | granted
    asked   | refuse | manager        | refused
    asked granted | end | manager system | ended  # unanswered: the restriction was lifted before
""")

TABLES = {
    "CASE": CASE,
    "HEARING": HEARING,
    "DECISION": DECISION,
    "REFERRAL": REFERRAL,
    "SETTLEMENT": SETTLEMENT,
    "WITHDRAWAL": WITHDRAWAL,
    "REMITTANCE": REMITTANCE,
    "ENFORCEMENT": ENFORCEMENT,
    "COLLECTION": COLLECTION,
    "DIVAN": DIVAN,
    "ACCESS": ACCESS,
}

KNOWN_AS = {
    "secretary": "secretary",
    "board_member": "board_member",
    "expert": "expert",
    "manager": "manager",
    "system": "system",
    **dict.fromkeys(("member", "visitor", "practitioner", "reviewer", "officer", "worker", "lawyer"), "party"),
}
