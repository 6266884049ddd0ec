"""Who finds which address of a dispute: written by hand from the matrix 6.3 of disputes.md, never made from the code under test.

A row is `address | scene | what its ids are | who finds it`. The scenes are made by `scenes.py`; an id without a word is that of
the case. Everybody who is not named meets 404, at every method; a visitor is led to the log-in page.

The one who comes with a new address writes its row here; where no scene has what the address names, the scene is made there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ROLES = {
    "claimant": "the side that claims",
    "respondent": "the side that is claimed from",
    "claimant_agent": "stands for the claimant, with every express power",
    "respondent_agent": "stands for the respondent; his letter gives no express power",
    "former_agent": "stood for the respondent once",
    "chair": "chairs the panel of this case",
    "member": "sits in the panel of this case",
    "former_member": "sat in it and stepped aside",
    "other_member": "sits in another panel of the same office",
    "secretary": "runs the cases of this office",
    "secretary_elsewhere": "runs the cases of another office",
    "manager": "manages the authority: reads every case, runs none",
    "expert": "is asked in the case, where its scene has a referral",
    "other_expert": "is an official expert, of nothing here",
    "finance": "pays what the authority owes, and reads no case",
    "officer": "sits at a counter; in its scenes he has asked somebody for his consent",
    "other_officer": "sits at another counter",
    "staff": "works for the authority, at no case: checks papers",
    "stranger": "is a person with an account",
    "visitor": "is nobody yet",
}
SIDES = "claimant respondent claimant_agent respondent_agent"
CLAIMING = "claimant claimant_agent"
EXPERTS = "expert other_expert"
AGAINST = "respondent respondent_agent"
PANEL = "chair member"
READERS = "secretary manager"
RUNNERS = "secretary chair member"  # of a session: the secretary of the case, the members of its panel
SITTING = "secretary manager chair member"
MEMBERS = "chair member former_member other_member"
DESKS = "secretary secretary_elsewhere manager"
EVERYBODY = " ".join(ROLES)
PERSONS = " ".join(one for one in ROLES if one != "visitor")

TABLE = f"""
    # Read by everybody, and where one's own things are listed.
    cases:start                      | listed   |                            | {EVERYBODY}
    cases:status                     | listed   |                            | {EVERYBODY}
    cases:cases                      | listed   |                            | {PERSONS}
    cases:petitions                  | listed   |                            | {PERSONS}
    cases:petition_new               | listed   |                            | {PERSONS}

    # A petition is its writer's alone until it is filed (T01); then its side's.
    cases:petition_heirs             | heirs    |                            | claimant
    cases:petition_heir_drop         | heirs    | place=one                  | claimant
    cases:petition_respondents       | draft    |                            | claimant
    cases:petition_respondent        | draft    | place=one                  | claimant
    cases:petition_respondent_drop   | draft    | place=one                  | claimant
    cases:petition_office            | draft    |                            | claimant
    cases:petition_claims            | draft    |                            | claimant
    cases:petition_claim             | draft    | place=one                  | claimant
    cases:petition_claim_sheet       | draft    | place=one                  | claimant
    cases:petition_claim_drop        | draft    | place=one                  | claimant
    cases:petition_evidence          | draft    |                            | claimant
    cases:petition_diary             | draft    | diary=diary                | claimant
    cases:petition_file              | draft    | pk=file                    | claimant
    cases:petition_file_drop         | draft    | pk=file                    | claimant
    cases:petition_check             | draft    |                            | claimant
    cases:petition_sign              | draft    |                            | claimant
    cases:petition_drop              | draft    |                            | claimant
    cases:petition_step              | draft    | step=claimant_step         | claimant
    cases:petition_claim_months      | draft    | place=one                  | claimant
    cases:petition_cure              | defect   |                            | claimant
    cases:petition_prepared          | prepared |                            | claimant
    cases:petition_done              | listed   |                            | {CLAIMING}

    # What happened elsewhere to what a bureau prepared: its owner's own word, and his alone.
    cases:official                   | prepared |                            | claimant
    cases:official_tell              | prepared | kind=kind                  | claimant
    cases:official_void              | prepared | pk=entry                   | claimant

    # At a counter: the officer who asked for the consent, at his own desk.
    cases:counter_petitions          | counter  |                            | officer other_officer
    cases:counter_consent            | counter  | token=consent              | officer
    cases:counter_sign               | counter  | token=consent              | officer
    cases:counter_done               | counter_done | token=consent          | officer

    # A side's pages of a filed case: 6.3, columns claimant, respondent and active representative.
    cases:case                       | listed   |                            | {SIDES}
    cases:case                       | restricted |                          | {SIDES}
    cases:name_respondent            | unnamed  |                            | {CLAIMING}
    cases:group                      | accepted |                            | {CLAIMING}
    cases:join_group                 | accepted |                            | {PERSONS}
    cases:practice                   | accepted |                            | {PERSONS}
    cases:petition_text              | accepted |                            | {CLAIMING}    # the respondent after N3
    cases:petition_text              | listed   |                            | {SIDES}
    cases:petition_text              | prepared |                            | claimant
    cases:petition_text              | draft    |                            |               # its writer has its steps
    cases:file                       | listed   |                            | {SIDES}
    cases:filing_diary               | listed   | diary=diary                | claimant
    cases:filing_file                | accepted | pk=file                    | {CLAIMING}    # the respondent after N3
    cases:filing_file                | listed   | pk=file                    | {SIDES}
    cases:dates                      | accepted |                            | {SIDES}
    cases:strike                     | accepted | pk=proposal                | {SIDES}
    cases:away                       | accepted |                            | {SIDES}
    cases:decisions                  | window   |                            | {SIDES}
    cases:object                     | window   |                            | {SIDES}       # without the power it says so (LP 26)
    cases:certify                    | window   |                            | {SIDES}
    cases:take                       | listed   |                            | {SIDES}

    # Taking back, and what a representative may do: a side and who stands for it; the other side only where it is asked.
    cases:withdraw                   | accepted |                            | {CLAIMING}
    cases:withdraw                   | asked    |                            | {SIDES}
    cases:withdrawal_consent         | asked    |                            | {AGAINST}
    cases:withdrawal_refuse          | asked    |                            | {AGAINST}
    cases:powers                     | accepted |                            | {SIDES}
    cases:empower                    | accepted |                            | {SIDES}
    cases_office:record_powers       | absent   | representation=held        | secretary
    cases:accept_powers              | letter   |                            | {AGAINST}
    cases:decline_powers             | letter   |                            | {AGAINST}

    # Settling: the sides alone, at every step; who confirms reads what all have signed, and the instalments are the sides' own.
    cases:settlement                 | accepted |                            | {SIDES}       # what is claimed, after N3: WORDS
    cases:settlement                 | settled  |                            | {SIDES}
    cases:settlement_open            | accepted |                            | {SIDES}
    cases:settlement_offer           | at_table |                            | {SIDES}
    cases:settlement_propose         | at_table |                            | {SIDES}
    cases:settlement_agree           | at_table |                            | {SIDES}
    cases:settlement_drop            | at_table |                            | {SIDES}
    cases:settlement_sign            | at_table |                            |               # nothing is agreed upon yet
    cases:settlement_sign            | signed   |                            | {SIDES}
    cases:remit                      | settled  | pk=instalment              | {SIDES}
    cases:confirm_remittance         | settled  | pk=remittance              | {CLAIMING}
    cases:deny_remittance            | settled  | pk=remittance              | {CLAIMING}
    cases:propose_conciliation       | filed    |                            | {SIDES}
    cases_office:confirm_settlement  | at_table |                            |               # before all have signed it is the sides' own
    cases_office:confirm_settlement  | signed   |                            | chair
    cases_office:conciliate          | filed    |                            | secretary
    cases_office:end_conciliation    | filed    |                            | secretary

    # Experts: their own pages, with the part that was put to them and no more; the sides from the referral on; the board's orders.
    cases:expertises                 | expert   |                            | {EXPERTS}
    cases:expertise                  | expert   | pk=referral                | expert
    cases:expertise_file             | expert   | pk=referral file=file      | expert
    cases:opine                      | expert   | pk=referral                | expert
    cases:opine                      | opined   | pk=referral                |               # once
    cases:decline_expertise          | expert   | pk=referral                | expert
    cases:decline_expertise          | opined   | pk=referral                |
    cases:expertise                  | declined | pk=referral                |               # what he does not take on he reads no more
    cases:expert                     | expert   |                            | {SIDES}
    cases:expert                     | listed   |                            |               # there is none
    cases:opinion_object             | opined   |                            | {SIDES}
    cases_office:expert              | expert   |                            | {SITTING}
    cases_office:refer               | making   |                            | chair
    cases_office:appoint             | declined |                            | chair
    cases_office:appoint             | expert   |                            |
    cases_office:go_on               | expert   |                            | chair
    cases_office:take_up             | expert   |                            | secretary
    cases_office:note_fee            | owing    |                            | secretary
    cases_office:note_fee            | expert   |                            |               # who has an account pays there
    cases_office:fee_return          | unspent  | pk=fee_return              | finance
    cases_office:opine               | expert   |                            | secretary

    # The desk: a case for its own office's secretary; the manager reads.
    cases_office:queue               | accepted |                            | {DESKS}
    cases_office:case                | accepted |                            | {READERS}
    cases_office:accept              | filed    |                            | secretary
    cases_office:receive             | filed    |                            | secretary
    cases_office:mark_defect         | filed    |                            | secretary
    cases_office:lapse               | filed    |                            | secretary
    cases_office:transfer            | filed    |                            | secretary
    cases_office:tie                 | filed    |                            | secretary
    cases_office:name_respondent     | unnamed  |                            | secretary
    cases_office:case                | restricted |                          |               # staff by a grant alone
    cases_office:filings             | restricted |                          | {PANEL}
    cases_office:panel               | restricted |                          | {PANEL}
    cases_office:petition_text       | filed    |                            | {READERS}
    cases_office:petition_text       | defect   |                            | manager       # of an office where nobody else here sits
    cases_office:petition_text       | restricted |                          | {PANEL}
    cases_office:petition_text       | listed   |                            | {SITTING}
    cases_office:filings             | listed   |                            | {SITTING}
    cases_office:filing_file         | listed   | file=file                  | {SITTING}
    cases_office:take_whole          | listed   |                            | {READERS}
    cases_office:batch               | accepted |                            | secretary secretary_elsewhere   # each on his own office's
    cases_office:batch_done          | accepted | pk=batch                   | secretary
    cases_office:figures             | accepted |                            | {DESKS}
    cases_office:restrict            | accepted |                            | manager
    cases_office:ask_access          | accepted |                            | {DESKS}
    cases_office:decide_access       | accepted | pk=grant                   | manager

    # Boards: mandates and rooms of an office, the calendar, a member's own sessions.
    cases_office:members             | accepted |                            | {DESKS}
    cases_office:register            | accepted |                            | {DESKS}
    cases_office:member              | accepted | pk=mandate                 | {READERS}
    cases_office:end_member          | accepted | pk=mandate                 | {READERS}
    cases_office:relate              | accepted | pk=mandate                 | {READERS}
    cases_office:rooms               | accepted |                            | {DESKS}
    cases_office:close_room          | accepted | pk=room                    | {READERS}
    cases_office:board_calendar      | listed   |                            | {DESKS}
    cases_office:causes              | listed   |                            | {DESKS}
    cases_office:cause_paper         | listed   |                            | {READERS}
    cases_office:sittings            | listed   |                            | {MEMBERS}
    cases_office:away                | listed   |                            | {MEMBERS}

    # The panel and its sessions.
    cases_office:panel               | accepted |                            | {SITTING}
    cases_office:commit              | accepted |                            | secretary
    cases_office:draw                | accepted |                            | secretary
    cases_office:recuse              | accepted |                            | {PANEL}
    cases_office:replace             | accepted | seat=seat                  | secretary
    cases_office:hand_over           | accepted | seat=seat                  | {SITTING}     # who may not is refused by the deed
    cases_office:set_hearing         | accepted |                            | secretary
    cases_office:propose             | accepted |                            | secretary
    cases_office:choose              | accepted |                            | secretary
    cases_office:hearing             | listed   | pk=hearing                 | {SITTING}
    cases_office:come                | listed   | pk=hearing                 | {RUNNERS}
    cases_office:leave               | listed   | pk=hearing                 | {RUNNERS}
    cases_office:open_hearing        | listed   | pk=hearing                 | chair
    cases_office:close_hearing       | listed   | pk=hearing                 | chair
    cases_office:adjourn             | listed   | pk=hearing                 | {RUNNERS}
    cases_office:minutes             | listed   | pk=hearing                 | {RUNNERS}
    cases_office:sign_minutes        | listed   | pk=hearing                 | {PANEL}

    # Votes and drafts are the own board's alone; what was issued, the office's to serve.
    cases_office:decision            | making   |                            | {PANEL}
    cases_office:decision_draft      | making   |                            | {PANEL}
    cases_office:decision_find       | making   | position=one               | {PANEL}
    cases_office:decision_write      | making   |                            | {PANEL}
    cases_office:decision_propose    | making   |                            | chair
    cases_office:decision_redraft    | making   |                            | chair
    cases_office:decision_vote       | making   |                            | {PANEL}
    cases_office:decision_issue      | making   |                            | chair
    cases_office:decision_renew      | making   |                            | chair
    cases_office:decision_drop       | making   |                            | chair
    cases_office:objection_rule      | making   | objection=objection        | {PANEL}
    cases_office:decision_correct    | window   | issued=decision            | {PANEL}
    cases_office:decisions           | window   |                            | {READERS}
    cases_office:decision_serve      | window   | pk=decision                | secretary
    cases_office:objection_send_up   | late     | pk=objection               | secretary

    # What follows a final decision: asked for by the side it awards to, sent by its secretary; both sides follow the money.
    cases:enforce                    | final    |                            | {CLAIMING}
    cases:enforcement                | final    |                            | {CLAIMING}    # the other side once there is one
    cases:enforcement                | sent     |                            | {SIDES}
    cases:enforcement_money          | sent     |                            | {SIDES}
    cases:enforcement_answer         | sent     | pk=collection              | {CLAIMING}
    cases:enforcement_court          | sent     |                            | {CLAIMING}
    cases:enforcement_allow          | sent     |                            | {CLAIMING}
    cases:enforcement_end            | sent     |                            | {CLAIMING}
    cases:enforcement_package        | sent     | pk=enforcement             | {CLAIMING}    # it holds both sides' services
    cases_office:enforcement         | sent     |                            | {READERS}
    cases_office:enforcement_send    | sent     | pk=enforcement             | secretary
    cases_office:enforcement_court   | sent     | pk=enforcement             | secretary
    cases_office:enforcement_allow   | sent     | pk=enforcement             | secretary
    cases_office:enforcement_money   | sent     | pk=enforcement             | secretary
    cases_office:enforcement_recall  | sent     | pk=enforcement             | secretary
    cases_office:enforcement_return  | sent     | pk=enforcement             | secretary
    cases_office:enforcement_end     | sent     | pk=enforcement             | secretary
    cases_office:enforcement_package | sent     | pk=enforcement             | {READERS}
    cases_office:complain            | final    |                            | secretary
    cases_office:archive             | final    |                            | secretary
    cases_office:divan_stay          | sent     | pk=divan                   | secretary
    cases_office:divan_lift          | sent     | pk=divan                   | secretary
    cases_office:divan_reject        | sent     | pk=divan                   | secretary
    cases_office:divan_quash         | sent     | pk=divan                   | secretary
"""

# Scene, words that are said in it, and who may ever read them: the rows of 6.3. Nobody else does, at any address.
WORDS = f"""
    accepted | شرح آنچه بر خواهان رفت           | {CLAIMING} {SITTING}   # the petition: the respondent after N3
    accepted | حقوق معوقه                       | {CLAIMING} {SITTING}
    accepted | ۱۰۰٬۰۰۰٬۰۰۰                      | {CLAIMING} {SITTING}
    listed   | شرح آنچه بر خواهان رفت           | {SIDES} {SITTING}
    listed   | حقوق معوقه                       | {SIDES} {SITTING}
    listed   | ۱۰۰٬۰۰۰٬۰۰۰                      | {SIDES} {SITTING}
    listed   | کوچه خواهان                      | {CLAIMING} {READERS}   # masked for the other side; a board has no need of it
    accepted | سخن خواهان پیش از ابلاغ          | {CLAIMING} {SITTING}   # the respondent after N3
    listed   | سخن خواهان                       | {SIDES} {SITTING}
    listed   | سخن خوانده                       | {SIDES} {SITTING}
    voting   | نظر دیگری دارم                   | {PANEL}               # votes: the own board alone
    voting   | مدارک پرونده آن را نشان می‌دهد    | {PANEL}               # drafts: the same
    window   | نظر دیگری دارم                   |
    window   | مدارک پرونده آن را نشان می‌دهد    | {SIDES} {READERS} {PANEL}
    expert   | سخن خوانده                       | {SITTING} {SIDES}     # the expert reads what was put to him
    opined   | نظر کارشناس درباره ساعت‌ها       | {SITTING} {SIDES} expert
    declined | چرا نمی‌پذیرم                     | {SITTING}             # why an expert declined is the board's and the desk's
    at_table | شرط روی میز                      | {SIDES}
    signed   | شرط روی میز                      | {SIDES} chair
    listed   | نشانی claimant                   |                       # of the other side nothing but his name
    listed   | نشانی respondent                 |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An address in a scene, what its ids are there, and who finds it."""

    name: str
    scene: str
    ids: dict[str, str]
    who: frozenset[str]


def rows() -> Iterator[Row]:
    """Every row of the table."""
    for line in filter(None, (one.partition("#")[0].strip() for one in TABLE.splitlines())):
        name, scene, ids, who = (part.strip() for part in line.split("|"))
        told = frozenset(who.split())
        assert told <= set(ROLES), f"nobody knows who that is: {line}"
        yield Row(name, scene, dict(one.split("=") for one in ids.split()), told)


def words() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Scene, words, and who reads them."""
    for line in filter(None, (one.partition("#")[0].strip() for one in WORDS.splitlines())):
        scene, said, who = (part.strip() for part in line.split("|"))
        yield scene, said, frozenset(who.split())
