"""Who finds which address of a contract: written by hand from §4.4 and §4.5 of services.md, never made from the code under test.

A row is `address | scene | what its ids are | who finds it`. The scenes are made by `scenes.py`; an id without a word is that of
the scene. Everybody who is not named meets 404, at every method; a visitor is led to the log-in page. The one who comes with a new
address writes its row here.
"""

from collections.abc import Iterator

from tests.cases.reach import Row

ROLES = {
    "signer": "the owner of the company, who signs for it",
    "keeper": "a member who keeps its contracts",
    "member": "a member of the company who does not",
    "left": "a member who kept its contracts once",
    "worker": "the worker of the contract",
    "co_worker": "the worker of another contract of the company",
    "lawyer": "holds the worker's mandate; a signature is not given by mandate",
    "rival": "the owner of another company, who keeps its contracts",
    "secretary": "runs the disputes of an office",
    "expert": "is an official expert",
    "manager": "manages the authority",
    "stranger": "is a person with an account",
    "visitor": "is nobody yet",
}
EMPLOYER = "signer keeper"
SIDES = f"{EMPLOYER} worker"
NEAR = f"{SIDES} member left co_worker lawyer rival"
EVERYBODY = " ".join(ROLES)
PERSONS = " ".join(one for one in ROLES if one != "visitor")

TABLE = f"""
    # Everybody's, each to his own; what is public.
    contracts:check               | signed   |                        | {EVERYBODY}
    contracts:rules               | signed   |                        | {EVERYBODY}
    contracts:index               | signed   |                        | {PERSONS}
    contracts:ends                | signed   |                        | {PERSONS}
    contracts:ends_day            | signed   | what=past              | {EMPLOYER} rival lawyer    # each of whom he keeps contracts for
    contracts:drafts              | signed   |                        | {PERSONS}
    contracts:new                 | signed   |                        | {PERSONS}
    contracts:authorities         | signed   |                        | {PERSONS}
    contracts:give_authority      | signed   |                        | {PERSONS}
    contracts:authority_file      | signed   | pk=authority           | {EMPLOYER}
    contracts:end_authority       | signed   | pk=authority           | signer

    # The diary of who has no contract is his alone.
    contracts:diaries             | diary    |                        | {PERSONS}
    contracts:diary_new           | diary    |                        | {PERSONS}
    contracts:diary               | diary    |                        | worker
    contracts:diary_write         | diary    | kind=hours             | worker
    contracts:diary_correct       | diary    | number=1               | worker
    contracts:diary_file          | diary    | number=1               | worker
    contracts:diary_receipt       | diary    | number=1               | worker
    contracts:diary_paper         | diary    |                        | worker
    contracts:diary_everything    | diary    |                        | worker

    # Many at once: what a batch holds is read by who sent it, while he keeps its employer's contracts.
    contracts:batches             | batch    |                        | {PERSONS}
    contracts:batch_begin         | batch    |                        | {PERSONS}
    contracts:batch_choose        | batch    |                        | {PERSONS}
    contracts:batch_yearly        | batch    |                        | {PERSONS}
    contracts:batch_template_xlsx | batch    |                        | {PERSONS}
    contracts:batch_template_csv  | batch    |                        | {PERSONS}
    contracts:batch               | batch    |                        | keeper
    contracts:batch_errors        | batch    |                        | keeper
    contracts:batch_prepare       | batch    |                        | keeper
    contracts:batch_sign          | batch    |                        |
    contracts:batch_sign          | list     |                        | keeper
    contracts:batch_leave         | list     |                        | keeper
    contracts:batch               | left     |                        |              # whose sender keeps them no more

    # A draft is its employer's alone; no word of it is the worker's before it is sent.
    contracts:contract            | draft    |                        | {EMPLOYER}
    contracts:part                | draft    | part=work              | {EMPLOYER}
    contracts:part_findings       | draft    | part=work              | {EMPLOYER}
    contracts:annexes             | draft    |                        | {EMPLOYER}
    contracts:annex               | draft    | pk=annex               | {EMPLOYER}
    contracts:annex_drop          | draft    | pk=annex               | {EMPLOYER}
    contracts:review              | draft    |                        | {EMPLOYER}
    contracts:drop                | draft    |                        | {EMPLOYER}
    contracts:send                | draft    |                        | {EMPLOYER}
    contracts:on_paper            | draft    |                        | {EMPLOYER}
    contracts:read                | draft    |                        |
    contracts:sign                | draft    |                        |
    contracts:correct             | draft    |                        |
    contracts:reject              | draft    |                        |
    contracts:recall              | draft    |                        |
    contracts:reopen              | draft    |                        |
    contracts:paper_unsigned      | draft    | kind=contract number=1 |
    contracts:papers              | draft    |                        |
    contracts:life                | draft    |                        |
    contracts:ending              | draft    |                        |
    contracts:settlement          | draft    |                        |

    # Sent: the worker reads it and answers; the employer may take it back.
    contracts:contract            | sent     |                        | {SIDES}
    contracts:read                | sent     |                        | {SIDES}
    contracts:sign                | sent     |                        | worker
    contracts:assist              | sent     |                        | worker
    contracts:on_paper            | sent     |                        |
    contracts:correct             | sent     |                        | worker
    contracts:reject              | sent     |                        | worker
    contracts:recall              | sent     |                        | {EMPLOYER}
    contracts:annex               | sent     | pk=annex               | {SIDES}
    contracts:paper_unsigned      | sent     | kind=contract number=1 | {SIDES}
    contracts:again               | sent     |                        | {EMPLOYER}
    contracts:drop                | sent     |                        |
    contracts:papers              | sent     |                        |
    contracts:paper               | sent     | kind=contract number=1 |
    contracts:void                | sent     |                        |

    # Returned, and taken back to be written anew: what was sent stays readable, what is being written is not.
    contracts:correct             | returned |                        |
    contracts:sign                | returned |                        |
    contracts:reject              | returned |                        | worker
    contracts:part                | returned | part=work              | {EMPLOYER}
    contracts:part_findings       | returned | part=work              | {EMPLOYER}
    contracts:review              | returned |                        | {EMPLOYER}
    contracts:send                | returned |                        | {EMPLOYER}
    contracts:recall              | returned |                        | {EMPLOYER}
    contracts:annex               | returned | pk=annex               | {EMPLOYER}
    contracts:compare             | second   | number=two             | {SIDES}
    contracts:reopen              | expired  |                        | {EMPLOYER}
    contracts:drop                | expired  |                        | {EMPLOYER}
    contracts:sign                | expired  |                        |

    # Signed, not begun: its papers are its sides', the other copies its employer's to give.
    contracts:contract            | signed   |                        | {SIDES}
    contracts:papers              | signed   |                        | {SIDES}
    contracts:paper_record        | signed   |                        | {SIDES}
    contracts:paper_package       | signed   |                        | {SIDES}
    contracts:paper_office        | signed   |                        | {SIDES}
    contracts:paper_council       | signed   |                        | {EMPLOYER}
    contracts:paper_receipt       | signed   | seq=one                | {SIDES}
    contracts:paper               | signed   | kind=contract number=1 | {SIDES}
    contracts:life                | signed   |                        | {SIDES}
    contracts:void                | signed   |                        | {SIDES}
    contracts:ministry            | signed   |                        | {EMPLOYER}
    contracts:sign                | signed   |                        |
    contracts:correct             | signed   |                        |
    contracts:reject              | signed   |                        |
    contracts:recall              | signed   |                        |
    contracts:part_findings       | signed   | part=pay               |
    contracts:annex_drop          | signed   | pk=annex               | {EMPLOYER}     # refused: what is signed keeps its papers
    contracts:ending_named        | signed   | cause=mutual           |

    # Running: each side ends and suspends, its employer amends; what lies to be signed is seen by who signs first until he has.
    contracts:life                | running  |                        | {SIDES}
    contracts:amend               | running  |                        | {EMPLOYER}
    contracts:yearly_annex        | running  |                        |              # no new year begins within its term
    contracts:suspend             | running  |                        | {SIDES}
    contracts:resume              | running  |                        |
    contracts:void                | running  |                        |
    contracts:ministry            | running  |                        | {EMPLOYER}
    contracts:renewal             | running  |                        |
    contracts:again               | running  |                        | {EMPLOYER}
    contracts:sign_version        | running  | kind=amendment number=1 | {EMPLOYER}
    contracts:recall_version      | running  | kind=amendment number=1 | {EMPLOYER}
    contracts:refuse_version      | running  | kind=amendment number=1 |
    contracts:paper_unsigned      | running  | kind=amendment number=1 | {EMPLOYER}
    contracts:ending              | running  |                        | {SIDES}
    contracts:ending_named        | running  | cause=mutual           | {SIDES}
    contracts:ending_named        | running  | cause=resignation      | worker
    contracts:ending_named        | running  | cause=dismissal        | {EMPLOYER}
    contracts:settlement          | running  |                        |
    contracts:resume              | stopped  |                        | {SIDES}
    contracts:pause_paper         | stopped  | pk=pause               | {SIDES}
    contracts:suspend             | stopped  |                        |

    # A resignation from a contract with a term: taken back by who wrote it, accepted by its employer.
    contracts:ending              | resigned |                        | {SIDES}
    contracts:ending_accept       | resigned |                        | {EMPLOYER}
    contracts:ending_take_back    | resigned |                        | worker
    contracts:sign_version        | resigned | kind=ending number=1   | {SIDES}
    contracts:assist_version      | resigned | kind=ending number=1   |              # its worker has signed

    # Ended: the employer reckons, both sign, the employer pays.
    contracts:ending              | ended    |                        | {SIDES}
    contracts:ending_paper        | ended    |                        | {SIDES}
    contracts:ending_named        | ended    | cause=mutual           |
    contracts:ending_accept       | ended    |                        |
    contracts:ending_take_back    | ended    |                        |
    contracts:settlement          | ended    |                        | {SIDES}
    contracts:settlement_facts    | ended    |                        | {EMPLOYER}
    contracts:settlement_prepare  | ended    |                        | {EMPLOYER}
    contracts:settlement_pay      | ended    |                        |              # nothing is reckoned yet
    contracts:settlement_undo     | ended    |                        |
    contracts:settlement_proof    | ended    |                        |
    contracts:renewal             | ended    |                        |
    contracts:sign_version        | reckoned | kind=settlement number=1 | {EMPLOYER}
    contracts:settlement_facts    | reckoned |                        | {EMPLOYER}     # until both have signed
    contracts:settlement_facts    | agreed   |                        |
    contracts:settlement_pay      | reckoned |                        | {EMPLOYER}
    contracts:assist_version      | reckoned | kind=settlement number=1 |
    contracts:sign_version        | agreed   | kind=settlement number=1 | {SIDES}
    contracts:settlement_undo     | agreed   |                        | worker
    contracts:settlement_proof    | paid     |                        | {SIDES}
    contracts:settlement_pay      | paid     |                        |
    contracts:settlement_undo     | paid     |                        |
"""


def rows() -> Iterator[Row]:
    """Every row of the table."""
    for line in filter(None, (one.partition("#")[0].strip() for one in TABLE.splitlines())):
        name, scene, ids, who = (part.strip() for part in line.split("|"))
        told = frozenset(who.split())
        assert told <= set(ROLES), f"nobody knows who that is: {line}"
        yield Row(name, scene, dict(one.split("=") for one in ids.split()), told)
