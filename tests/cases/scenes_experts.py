"""The scenes of experts: his question, his opinion, his no, the fee that was paid in vain."""

from kardad.cases.actions import declining
from kardad.cases.models import Filing, Referral
from tests import factories
from tests.cases import experts
from tests.cases.staging import BEFORE, panel, scene, sides
from tests.conftest import NOW


def _referred():
    made = panel(sides(experts.heard(at=NOW)))
    file = experts.evidence(made, at=NOW)
    told = {"party": made.sides["respondent"], "by_id": made.employer.pk, "kind": "brief", "title": "لایحه"}
    Filing.objects.create(case=made.case, text="سخن خوانده", filed_at=BEFORE, shown_at=BEFORE, **told)
    return experts.paid(experts.referred(made, at=NOW, files=[file]), at=NOW), file


def expert():
    """A question lies before an expert, whose fee is paid; he reads one paper of the file."""
    made, file = _referred()
    made.people["expert"] = made.expert
    return scene(made, referral=made.referral.pk, file=file.pk)


def declined():
    """The expert does not take it on, and the board has named nobody else yet."""
    made = expert()
    referral = Referral.objects.get(pk=made.ids["referral"])
    declining.decline(referral, reason="چرا نمی‌پذیرم", by=factories.actor(made.made.expert, "official_expert"), at=NOW)
    return made


def opined():
    """The expert has answered, and both sides have his opinion."""
    made, file = _referred()
    experts.opined(made, at=NOW, words="نظر کارشناس درباره ساعت‌ها")
    made.people["expert"] = made.expert
    return scene(made, referral=made.referral.pk, file=file.pk)


def owing():
    """The expert is to be paid by a claimant who has no account."""
    return scene(experts.owing(panel(sides(experts.heard(at=NOW))), at=NOW))


def unspent():
    """He paid at a bank, and it ended without an opinion."""
    made = experts.unspent(panel(sides(experts.heard(at=NOW))), at=NOW)
    return scene(made, fee_return=made.referral.fee_return.pk)
