"""What may happen to a contract and to what is signed about it: services.md §4.4, §4.5 and decision 015, copied by hand.

Never made from kardad/contracts/flow.py: a row that changes there without a reason in the documents must fail here.
"""

from tests.rulebook import rules

CONTRACT = rules("""
    draft revision_requested           | send            | employer        | sent               # §4.4: no ERROR, his code
    sent revision_requested            | recall          | employer        | draft              # 015
    sent                               | ask_revision    | worker          | revision_requested # §4.4: he marks fields
    sent revision_requested            | reject          | worker          | rejected           # §4.4: the end
    sent revision_requested            | lapse           | system          | expired            # §4.4: ten days
    expired                            | reopen          | employer        | draft              # 015
    draft expired                      | drop            | employer        | dropped            # 015
    sent                               | sign            | worker          | signed             # §4.4: his own verified mobile
    draft                              | take_in         | employer        | active             # issue 7: import of existing contracts
    signed                             | register        | employer        | registered         # §4.4: optional
    signed registered                  | activate        | system          | active             # §4.4: timer
    signed registered                  | void            | employer worker | void               # §4.4: by both, before the start
    signed registered active suspended | annul           | office          | void               # §4.4: by ruling
    ended                              | annul           | office          | void               # §4.4: by ruling
    active                             | suspend         | employer worker | suspended          # §4.4
    suspended                          | resume          | employer worker | active             # §4.4
    active suspended                   | end             | employer worker | ended              # §4.4: with cause and evidence
    active suspended                   | end             | office system   | ended              # §4.5: ruling, death
    ended in_settlement                | take_back       | worker          | active             # §4.5: resignation
    active suspended                   | renew           | system          | renewed            # §4.4, §4.5, 015: successor linked
    ended                              | open_settlement | employer system | in_settlement      # §4.4: at once
    in_settlement                      | settle          | employer system | settled            # §4.4: both signed, payment proof
""")

VERSION = rules("""
    open                               | sign            | employer worker | open               # §4.4: each by his own code
    open                               | complete        | employer worker system | signed             # 015: with the last signature
    open                               | ask_revision    | worker employer | returned           # §4.4: old signatures void
    open                               | refuse          | worker employer | refused            # §4.4, §4.5: nobody is forced to sign
    open returned                      | recall          | employer        | recalled           # 015
    open returned                      | lapse           | system          | expired            # §4.4: ten days
    signed                             | undo            | worker          | undone             # §4.5: three days, nothing paid
""")

TABLES = {"CONTRACT": CONTRACT, "VERSION": VERSION}

KNOWN_AS = {
    "employer": "employer",
    "worker": "worker",
    "office": "office",
    "system": "system",
    **dict.fromkeys(("member", "visitor", "practitioner", "reviewer", "officer", "secretary", "lawyer", "manager", "expert"), "party"),
}
