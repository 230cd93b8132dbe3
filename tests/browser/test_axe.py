"""axe (WCAG 2.0, 2.1 and 2.2, A and AA, and best practice) finds nothing on any page type."""


def test_no_page_violates_a_rule(walked):
    """Turkish and English; light, and dark with everything unfolded; wide, and on a phone with the menu open."""
    wrong = [f"{seen}\n   {violation}" for seen in walked for violation in seen.violations]
    assert not wrong, "\n".join(wrong)


def test_no_form_that_was_sent_empty_violates_a_rule(sent_empty):
    """It answers with a summary that has the focus, and breaks nothing."""
    wrong = [f"{seen}\n   {violation}" for seen in sent_empty for violation in seen.violations]
    assert not wrong, "\n".join(wrong)
    assert {seen.status for seen in sent_empty} <= {200, 422}
