"""What must hold after any fault: every acknowledged save and submission is there once, and nothing is half done."""

from collections import Counter


def drafts(product):
    rows = product.ask("SELECT scorecard_id, name, value, version FROM scorecards_draftfield")
    found = {}
    for card, name, value, version in rows:
        found.setdefault(card, {})[name] = (value, version)
    return found


def check_cards(product, crowd):
    """To the letter: each open card's draft, and each submitted card's first revision, is what its author
    was told is saved."""
    saved = drafts(product)
    revisions = product.ask("SELECT scorecard_id, verdict, summary FROM scorecards_revision")
    assert [card for card, times in Counter(row[0] for row in revisions).items() if times > 1] == []
    revised = {card: (verdict, summary) for card, verdict, summary in revisions}
    judged = {}
    for card, key, value, evidence in product.ask(
        "SELECT r.scorecard_id, d.key::text, r.value, r.evidence FROM scorecards_rating r"
        " JOIN scorecards_dimension d ON d.id = r.dimension_id"
    ):
        judged.setdefault(card, []).append((key, value, evidence))
    for card in crowd.cards():
        if card.held and not card.submitted:
            assert saved.get(card.card) == card.held
        if card.submitted:
            text = {name: value for name, (value, version) in card.held.items()}
            assert revised[card.card] == (int(text["verdict"]), text["summary"])
            assert sorted(judged[card.card]) == sorted(
                (key, int(text[f"rating-{key}"]), text.get(f"evidence-{key}", "")) for key in crowd.dimensions
            )
    assert sorted(revised) == sorted(card.card for card in crowd.cards() if card.submitted)


def check_states(product, crowd):
    """No card is half handed in, and each handed-in or declined one has one entry in the trail."""
    half = product.ask(
        "SELECT c.id FROM scorecards_scorecard c LEFT JOIN scorecards_revision r ON r.scorecard_id = c.id"
        " LEFT JOIN hiring_interview i ON i.scorecard_id = c.id"
        " WHERE (c.submitted_at IS NULL) <> (r.id IS NULL) OR (r.id IS NULL) <> (i.status <> 'done')"
    )
    assert half == []
    submitted = sorted(str(card.card) for card in crowd.cards() if card.submitted)
    declined = sorted(str(card.interview) for card in crowd.cards() if card.declined)
    entries = product.ask(
        "SELECT action, subject_id FROM scorecards_auditentry"
        " WHERE action IN ('scorecard.submitted', 'interview.declined') ORDER BY 1, 2"
    )
    assert sorted(entries) == sorted(
        [("interview.declined", each) for each in declined]
        + [("scorecard.submitted", each) for each in submitted]
    )


def check_mails(product, crowd, post):
    """One message for each declined interview, and no mail twice."""
    messages = product.ask("SELECT text FROM hiring_message WHERE kind = 'declined'")
    reasons = sorted(text.rpartition("\n\n")[2] for (text,) in messages)
    assert reasons == sorted(card.declined for card in crowd.cards() if card.declined)
    assert [mail for mail, times in Counter(post.received()).items() if times > 1] == []
