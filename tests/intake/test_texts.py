"""The short text of an action: an order that one understands without the sentence that it was read from."""

import pytest

from tests.intake.reading import drafted

NOTE = """Highlights of the bilateral meeting between the European Medicines Agency (EMA) and the Alliance for Regenerative Medicine (ARM)

8 May 2025

1. Sites

{}
"""


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("ARM was invited to send a list.", "Send a list"),
        ("ARM committed to reissuing its guide.", "Reissue its guide"),
        ("ARM committed to giving the EMA sight of the draft.", "Give the EMA sight of the draft"),
        ("The EMA asked for the full list of sites by 30 June 2025.", "Provide the full list of sites by 30 June 2025"),
        ("The EMA asked for concrete examples in writing.", "Provide concrete examples in writing"),
        ("The EMA requested a short overview of the sites from ARM by 30 June 2025.", "Provide a short overview of the sites by 30 June 2025"),
        ("The EMA asked for ARM's figures by 30 June 2025.", "Provide figures by 30 June 2025"),
        ("The EMA asked to see the full survey dataset as well.", "Provide the full survey dataset as well"),
        ("The EMA asked to have it by 15 May 2026.", "Provide it by 15 May 2026"),
        ("The EMA asked of ARM a list of sites.", "Provide a list of sites"),
        ("The EMA requested ARM's help with the survey.", "Help with the survey"),
        ("The EMA expects to hear from ARM which questions are open.", "Say which questions are open"),
        ("The EMA expects to receive from ARM the list of sites.", "Provide the list of sites"),
        ("Accounts of patients are sought from ARM by 27 February 2026.", "Provide accounts of patients by 27 February 2026"),
        ("The EMA invited nominations for the working group by 30 June 2025.", "Send nominations for the working group by 30 June 2025"),
        ("The EMA would welcome contributions from ARM by 30 June 2025.", "Send contributions by 30 June 2025"),
        ("The EMA invited ARM to a follow-up meeting in autumn.", "Take part in a follow-up meeting in autumn"),
        ("The EMA requested that comparability be shown with split donors.", "Comparability to be shown with split donors"),
        ("The EMA asked that the figures be broken out by site.", "The figures to be broken out by site"),
        ("The EMA asked for the replies to be shared with its office.", "Share the replies with its office"),
        ("The EMA asked to be informed of the outcome.", "Inform the EMA of the outcome"),
        ("The EMA requested that ARM extend the window for questions to six weeks.", "Extend the window for questions to six weeks"),
        ("The scenario is to be drafted by ARM.", "Draft the scenario"),
        ("The matter is to be followed up bilaterally between EMA and ARM.", "Follow up the matter bilaterally between EMA and ARM"),
        ("The guideline on registries will undergo a major revision.", "The guideline on registries to undergo a major revision"),
        ("ARM promised the EMA a worked example.", "Provide the EMA a worked example"),
        ("ARM took the lead on the questions.", "Take the lead on the questions"),
        ("ARM takes care of the programme.", "Take care of the programme"),
        ("ARM holds the pen for the outline.", "Hold the pen for the outline"),
        ("ARM took this away to its committee.", "Take this away to its committee"),
        ("ARM has taken on the building of a register.", "Take on the building of a register"),
        ("EMA and ARM agreed on a staff exchange of two days.", "Arrange a staff exchange of two days"),
        ("Would you please return the form by 30 June 2025?", "Return the form by 30 June 2025"),
        ("ARM was encouraged to rally its members.", "Rally its members"),
        ("ARM to reply to the letter of 12 May.", "Reply to the letter of 12 May"),
        ("The report will be posted in May.", "Post the report in May"),
        ("The paper will be drafted by EMA.", "Draft the paper"),
        ("The list will be finalised by EMA by 30 June 2025.", "Finalise the list by 30 June 2025"),
        ("EMA committed to gathering the lists.", "Gather the lists"),
        ("The HTA bodies requested that fatigue be measured at every visit.", "Measure fatigue at every visit"),
        ("The draft agenda will be sent by EMA three weeks ahead.", "Send the draft agenda three weeks ahead"),
        ("A revised document is in preparation and will be published in June 2025.", "Publish a revised document in June 2025"),
        ("The EMA said that the trend analysis is in draft and will be posted soon.", "Post the trend analysis soon"),
        ("2.1 Further details will be published on the EMA website.", "Publish further details on the EMA website"),
        ("Written comments on the draft are to be sent to the EMA.", "Send written comments on the draft"),
        ("The EMA asked that ARM be informed of the outcome.", "Inform ARM of the outcome"),
        ("ARM was tasked with gathering cases and with forwarding them.", "Gather cases and forward them"),
    ],
)  # fmt: skip
def test_the_text_of_an_action_is_an_order(sentence: str, text: str) -> None:
    assert [action.text for action in drafted(NOTE.format(sentence)).actions] == [text]
