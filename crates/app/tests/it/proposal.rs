//! Proposals to boards: balanced before they are signed, signed once, and followed until they are reported back.

use hemma_app::definition::Import;
use hemma_app::error::Error;
use hemma_app::proposal::{Move, OneProposal};
use hemma_domain::ids::ProposalId;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Content, Due, Line, Outcome, Report, Ruling, Stage, Trip, Unready};
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, cut, message};
use crate::rota::day;

const KIND: (&str, &str) = ("STOCKHOLM", "conference");

/// What a journey of two says before it can be signed.
pub(crate) fn filled(before: &Content, diary: &str) -> Content {
    let line = |what: &str, kronor: i64| Line {
        what: what.to_owned(),
        amount: Ore(kronor * 100),
        kind: None,
    };
    let text = |code: &str| (code.to_owned(), format!("Om {code}."));
    Content {
        heading: "Resa till Påhittsstad".to_owned(),
        diary: diary.to_owned(),
        addressee: "Påhittets nämnd".to_owned(),
        points: vec!["Nämnden godkänner resan.".to_owned()],
        texts: ["summary", "background", "preparation"].map(text).into(),
        costs: vec![line("Resa", 9_000), line("Logi", 4_500)],
        funding: vec![line("Nätverkets avgifter", 13_500)],
        trip: Some(Trip {
            place: "Påhittsstad".to_owned(),
            from: day("2027-03-01"),
            to: day("2027-03-03"),
            participants: vec!["Tuva Ekorrstig".to_owned()],
            alternatives: String::new(),
        }),
        ..before.clone()
    }
}

pub(crate) async fn read(test: &TestApp, id: ProposalId) -> OneProposal {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    test.app.proposal(&lead, (NETWORK, id)).await.unwrap()
}

/// A draft that could be signed.
pub(crate) async fn written(test: &TestApp, diary: &str) -> ProposalId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let id = test.app.new_proposal(&lead, NETWORK, KIND).await.unwrap();
    let before = read(test, id).await.proposal.content;
    let at = (NETWORK, id, 1);
    test.app
        .save_proposal(&lead, at, filled(&before, diary))
        .await
        .unwrap();
    id
}

#[tokio::test]
async fn a_proposal_is_written_signed_and_followed_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let begun = cut(&test, |app| async move {
        app.new_proposal(lead, NETWORK, KIND).await
    })
    .await;
    assert!(begun > 2);
    let register = test.app.proposals(lead, NETWORK, "").await.unwrap();
    let id = register.lines[0].id;
    let one = read(&test, id).await;
    assert!(one.unready.contains(&Unready::NoDiary));
    let early = test
        .app
        .move_proposal(lead, (NETWORK, id, 1), Move::Sign)
        .await;
    assert_eq!(message(&early.unwrap_err()), "proposal-fault-unready");
    let content = &filled(&one.proposal.content, "2.5-0001/2026");
    cut(&test, |app| async move {
        app.save_proposal(lead, (NETWORK, id, 1), content.clone())
            .await
    })
    .await;
    assert_eq!(read(&test, id).await.unready, []);
    let ruling = |approved_on| Ruling {
        on: day("2026-12-15"),
        outcome: Outcome::Granted,
        approved_on,
        posted_on: None,
        note: String::new(),
    };
    let report = Report {
        on: day("2027-04-01"),
        text: "Resan är gjord.".to_owned(),
    };
    let steps = [
        Move::Sign,
        Move::Send,
        Move::Rule(ruling(None)),
        Move::Rule(ruling(Some(day("2026-12-20")))),
        Move::Report(report),
    ];
    for (step, version) in steps.iter().zip(2..) {
        cut(&test, |app| async move {
            app.move_proposal(lead, (NETWORK, id, version), step.clone())
                .await
        })
        .await;
    }
    let one = read(&test, id).await;
    assert_eq!(one.proposal.course.stage(), Stage::Reported);
    assert_eq!(one.due, Some(Due::Posting(day("2026-12-22"))));
    assert_eq!(one.signed_by.as_deref(), Some("Nanna Vindflöjel"));
}

#[tokio::test]
async fn unbalanced_money_is_not_signed_and_of_two_who_sign_one_is_told() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let mut content = read(&test, id).await.proposal.content;
    content.funding[0].amount = Ore(1_349_999);
    test.app
        .save_proposal(&lead, (NETWORK, id, 2), content.clone())
        .await
        .unwrap();
    let refused = test
        .app
        .move_proposal(&lead, (NETWORK, id, 3), Move::Sign)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "proposal-fault-unready");
    content.funding[0].amount = Ore(1_350_000);
    test.app
        .save_proposal(&lead, (NETWORK, id, 3), content.clone())
        .await
        .unwrap();
    let both = tokio::join!(
        test.app.move_proposal(&lead, (NETWORK, id, 4), Move::Sign),
        test.app.move_proposal(&lead, (NETWORK, id, 4), Move::Sign),
    );
    let signed = [both.0, both.1];
    assert_eq!(signed.iter().filter(|one| one.is_ok()).count(), 1);
    let late = test
        .app
        .save_proposal(&lead, (NETWORK, id, 5), content)
        .await;
    assert_eq!(
        message(&late.unwrap_err()),
        "conflict",
        "what was signed stands"
    );
}

#[tokio::test]
async fn a_diary_number_is_taken_once_and_the_register_finds_it() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let first = written(&test, "2.5-0001/2026").await;
    let second = test.app.new_proposal(&lead, NETWORK, KIND).await.unwrap();
    let before = read(&test, second).await.proposal.content;
    assert_eq!(
        before.addressee, "Påhittets nämnd",
        "taken from the one before"
    );
    let twice = filled(&before, "2.5-0001/2026");
    let refused = test
        .app
        .save_proposal(&lead, (NETWORK, second, 1), twice)
        .await;
    assert_eq!(message(&refused.unwrap_err()), "proposal-fault-diary-taken");
    let other = filled(&before, "2.5-0002/2026");
    test.app
        .save_proposal(&lead, (NETWORK, second, 1), other)
        .await
        .unwrap();
    let found = test.app.proposals(&lead, NETWORK, " 0001/").await.unwrap();
    assert_eq!((found.lines.len(), found.total), (1, 2));
    assert_eq!(found.lines[0].id, first);
    let by_heading = test
        .app
        .proposals(&lead, NETWORK, "påhittsstad")
        .await
        .unwrap();
    assert_eq!(by_heading.lines.len(), 2);
}

#[tokio::test]
async fn nobody_else_keeps_the_network_s_proposals() {
    let test = TestApp::new().await;
    let id = written(&test, "").await;
    for staff in [fixture::LEADER, fixture::CONSULTANT, fixture::THERAPIST] {
        let ctx = test.ctx(staff);
        let list = test.app.proposals(&ctx, NETWORK, "").await;
        assert!(matches!(list, Err(Error::NotFound | Error::Forbidden)));
        let signed = test
            .app
            .move_proposal(&ctx, (NETWORK, id, 2), Move::Sign)
            .await;
        assert!(matches!(signed, Err(Error::NotFound | Error::Forbidden)));
    }
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let unknown = test
        .app
        .new_proposal(&lead, NETWORK, ("STOCKHOLM", "secret"))
        .await;
    assert_eq!(message(&unknown.unwrap_err()), "proposal-fault-template");
}

fn ruling(outcome: Outcome, on: &str, note: &str) -> Ruling {
    Ruling {
        on: day(on),
        outcome,
        approved_on: None,
        posted_on: None,
        note: note.to_owned(),
    }
}

#[tokio::test]
async fn what_a_board_returned_is_kept_as_it_was_sent_and_decided() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let at = |version| (NETWORK, id, version);
    let file = ("Program", Some(hemma_testkit::opening::pdf("")));
    test.app.attach(lead, at(2), file).await.unwrap();
    let sent = read(&test, id).await;
    let returned = ruling(Outcome::Returned, "2027-01-19", "Redovisa tåget.");
    let steps = [
        Move::Sign,
        Move::Send,
        Move::Rule(ruling(Outcome::Postponed, "2026-12-15", "Nästa möte.")),
        Move::Rule(returned.clone()),
        Move::Reopen,
    ];
    for (step, version) in steps.iter().zip(3..) {
        cut(&test, |app| async move {
            app.move_proposal(lead, at(version), step.clone()).await
        })
        .await;
    }
    let mut content = filled(&sent.proposal.content, "2.5-0009/2027");
    content.heading = "Resa med tåg till Påhittsstad".to_owned();
    test.app.save_proposal(lead, at(8), content).await.unwrap();
    let program = sent.attachments[0].id;
    test.app.detach(lead, at(9), program).await.unwrap();

    let draft = read(&test, id).await;
    assert!(draft.proposal.course.is_open() && draft.attachments.is_empty());
    let [round] = &draft.past[..] else {
        panic!("{:?}", draft.past);
    };
    assert_eq!(round.signed_by, "Nanna Vindflöjel");
    let decided: Vec<_> = round.rulings.iter().map(|one| &one.ruling).collect();
    let postponed = ruling(Outcome::Postponed, "2026-12-15", "Nästa möte.");
    assert_eq!(decided, [&postponed, &returned]);

    let sending = round.sending.unwrap();
    let was = test.app.sent_proposal(lead, (NETWORK, id), sending).await;
    let was = was.unwrap();
    assert_eq!(was.proposal.content, sent.proposal.content);
    assert_eq!(was.attachments, sent.attachments);
    assert_eq!(was.signed_by.as_deref(), Some("Nanna Vindflöjel"));
    assert_eq!(was.proposal.course.ruling, Some(returned));
    let file = test.app.attachment(lead, (NETWORK, id), program).await;
    assert!(file.is_ok(), "what the board had can be fetched");

    let old = test
        .app
        .proposals(lead, NETWORK, "0001/2026")
        .await
        .unwrap();
    assert_eq!((old.lines.len(), old.lines[0].returned), (1, 1));
    let leader = test.ctx(fixture::LEADER);
    let hidden = test
        .app
        .sent_proposal(&leader, (NETWORK, id), sending)
        .await;
    assert!(matches!(hidden, Err(Error::NotFound | Error::Forbidden)));
}

#[tokio::test]
async fn a_ruling_that_is_corrected_is_kept_beside_the_one_that_stands() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let granted = ruling(Outcome::Granted, "2026-12-15", "");
    let approved = Ruling {
        approved_on: Some(day("2026-12-20")),
        ..granted.clone()
    };
    let changed = ruling(Outcome::Changed, "2026-12-15", "Två i stället för tre.");
    let steps = [
        Move::Sign,
        Move::Send,
        Move::Rule(granted),
        Move::Rule(approved.clone()),
        Move::Rule(changed.clone()),
    ];
    for (step, version) in steps.into_iter().zip(2..) {
        let at = (NETWORK, id, version);
        test.app.move_proposal(lead, at, step).await.unwrap();
    }
    let one = read(&test, id).await;
    assert_eq!(one.proposal.course.ruling, Some(changed));
    let [round] = &one.past[..] else {
        panic!("{:?}", one.past);
    };
    assert_eq!(round.sending, None, "the board has it still");
    let decided: Vec<_> = round.rulings.iter().map(|one| &one.ruling).collect();
    assert_eq!(decided, [&approved], "a day more is the same ruling");
}

/// The layout that ships as a version of its own, with other days and another first day.
fn layout(version: u32, valid_from: &str, approved_days: u32) -> String {
    let changes = [
        ("version = 2", format!("version = {version}")),
        (
            "valid_from = 2010-01-01",
            format!("valid_from = {valid_from}"),
        ),
        ("{ value = 14", format!("{{ value = {approved_days}")),
    ];
    let shipped = include_str!("../../../../layouts/stockholm.toml");
    changes.iter().fold(shipped.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

#[tokio::test]
async fn days_of_law_are_those_that_held_when_the_board_decided_whatever_the_text_is_written_in() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let id = written(&test, "2.5-0001/2026").await;
    let admin = test.ctx(fixture::ADMINISTRATOR);
    for text in [layout(3, "2026-12-01", 13), layout(4, "2027-01-01", 30)] {
        let kept = test.app.import_layout(&admin, "own.toml", &text).await;
        assert!(matches!(kept, Ok(Import::Kept { .. })), "{kept:?}");
    }
    let steps = [
        Move::Sign,
        Move::Send,
        Move::Rule(ruling(Outcome::Granted, "2026-12-14", "")),
    ];
    for (step, version) in steps.into_iter().zip(2..) {
        let at = (NETWORK, id, version);
        test.app.move_proposal(lead, at, step).await.unwrap();
    }
    let one = read(&test, id).await;
    assert_eq!(one.layout.version, 2, "the text stays in its version");
    // Thirteen days later is a Sunday.
    let due = Some(Due::Approval(day("2026-12-28")));
    assert_eq!(one.due, due);
    let register = test.app.proposals(lead, NETWORK, "").await.unwrap();
    assert_eq!(register.lines[0].due, due);
}
