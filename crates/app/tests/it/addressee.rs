//! Boards that a network's office writes to: each in its layout, with its pattern of diary numbers.

use hemma_app::addressee::AddresseeInput;
use hemma_app::error::Error;
use hemma_app::proposal::Move;
use hemma_domain::ids::AddresseeId;
use hemma_domain::proposal::{Content, Unready};
use hemma_testkit::fixture::{self, NETWORK};

use crate::harness::{TestApp, cut, message};
use crate::proposal::{filled, read};

fn input(diary: &str) -> AddresseeInput {
    AddresseeInput {
        name: "Påhittsvikens socialnämnd".to_owned(),
        layout: "TJANSTESKRIVELSE".to_owned(),
        diary: diary.to_owned(),
    }
}

async fn board(test: &TestApp, diary: &str) -> AddresseeId {
    let lead = test.ctx(fixture::NETWORK_LEAD);
    let made = test.app.new_addressee(&lead, NETWORK, input(diary)).await;
    made.unwrap()
}

#[tokio::test]
async fn a_board_is_added_and_changed_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let steps = cut(&test, |app| async move {
        app.new_addressee(lead, NETWORK, input("")).await
    })
    .await;
    assert!(steps > 2, "{steps}");
    let found = test.app.addressees(lead, NETWORK).await.unwrap();
    let codes: Vec<&str> = found.layouts.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["STOCKHOLM", "TJANSTESKRIVELSE"]);
    let [one] = &found.boards[..] else {
        panic!("{:?}", found.boards);
    };
    assert_eq!((one.diary.as_ref(), one.version), (None, 1));
    let at = (NETWORK, one.id, 1);
    cut(&test, |app| async move {
        app.save_addressee(lead, at, input("@ #-#")).await
    })
    .await;
    let late = test.app.save_addressee(lead, at, input("")).await;
    assert_eq!(message(&late.unwrap_err()), "conflict");
    let found = test.app.addressees(lead, NETWORK).await.unwrap();
    let own = found.boards[0].diary.as_ref().map(ToString::to_string);
    assert_eq!(own.as_deref(), Some("@ #-#"));
}

#[tokio::test]
async fn what_cannot_be_kept_of_a_board_is_told_by_its_field() {
    let test = TestApp::new().await;
    let lead = test.ctx(fixture::NETWORK_LEAD);
    board(&test, "").await;
    let wrong = AddresseeInput {
        layout: "NONE".to_owned(),
        ..input("##")
    };
    let told = test.app.new_addressee(&lead, NETWORK, wrong).await;
    let Err(Error::Invalid(faults)) = told else {
        panic!("{told:?}");
    };
    let told: Vec<(&str, &str)> = faults
        .iter()
        .map(|one| (one.field.as_str(), one.message))
        .collect();
    let expected = [
        ("diary", "addressee-fault-diary"),
        ("layout", "addressee-fault-layout"),
        ("name", "addressee-fault-taken"),
    ];
    assert_eq!(told, expected);
    let unknown = (NETWORK, AddresseeId(NETWORK.0), 1);
    let unknown = test.app.save_addressee(&lead, unknown, input("")).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    for staff in [fixture::LEADER, fixture::FINANCE_READER] {
        let ctx = test.ctx(staff);
        let list = test.app.addressees(&ctx, NETWORK).await;
        assert!(matches!(list, Err(Error::NotFound | Error::Forbidden)));
        let added = test.app.new_addressee(&ctx, NETWORK, input("")).await;
        assert!(matches!(added, Err(Error::NotFound | Error::Forbidden)));
    }
}

#[tokio::test]
async fn two_boards_give_the_same_number_and_one_of_them_gives_it_once() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let own = board(&test, "@ #/#").await;
    let other = AddresseeInput {
        name: "Bergets nämnd".to_owned(),
        ..input("@ #/#")
    };
    let other = test.app.new_addressee(lead, NETWORK, other).await.unwrap();
    let number = async |to| {
        let kind = (to, "conference");
        let id = test.app.new_proposal_to(lead, NETWORK, kind).await.unwrap();
        let before = read(&test, id).await.proposal.content;
        let content = filled(&before, "SN 2026/147");
        test.app
            .save_proposal(lead, (NETWORK, id, 1), content)
            .await
    };
    number(own).await.unwrap();
    number(other).await.unwrap();
    let twice = number(own).await;
    assert_eq!(message(&twice.unwrap_err()), "proposal-fault-diary-taken");
}

#[tokio::test]
async fn a_proposal_to_a_board_is_written_in_its_layout_and_numbered_as_it_numbers() {
    let test = TestApp::new().await;
    let lead = &test.ctx(fixture::NETWORK_LEAD);
    let to = board(&test, "@ #-#").await;
    let register = test.app.proposals(lead, NETWORK, "").await.unwrap();
    let offered = register.templates.iter();
    let of_board = offered.filter(|one| one.to.as_ref().is_some_and(|(id, _)| *id == to));
    let of_board: Vec<&str> = of_board.map(|one| one.template.as_str()).collect();
    assert_eq!(
        of_board,
        ["conference", "project", "yearly_report", "purchase", "free"]
    );

    let kind = (to, "conference");
    cut(&test, |app| async move {
        app.new_proposal_to(lead, NETWORK, kind).await
    })
    .await;
    let register = test.app.proposals(lead, NETWORK, "").await.unwrap();
    let id = register.lines[0].id;
    let one = read(&test, id).await;
    assert_eq!(one.layout.document, "Tjänsteskrivelse");
    assert_eq!(
        one.proposal.content.addressee, "Påhittsvikens socialnämnd",
        "the board is filled in"
    );
    assert_eq!(one.diary.pattern.to_string(), "@ #-#");
    assert!(one.diary.is_confirmed, "the board says so itself");
    let text = |code: &str| (code.to_owned(), format!("Om {code}."));
    let write = |diary: &str| Content {
        texts: ["summary", "matter", "economy"].map(text).into(),
        ..filled(&one.proposal.content, diary)
    };
    // A number of the layout, which the board writes otherwise.
    let save = async |version, diary: &str| {
        let at = (NETWORK, id, version);
        test.app
            .save_proposal(lead, at, write(diary))
            .await
            .unwrap();
        read(&test, id).await.unready
    };
    assert_eq!(save(1, "SN 2026/147").await, [Unready::Diary]);
    let early = test.app.move_proposal(lead, (NETWORK, id, 2), Move::Sign);
    assert_eq!(message(&early.await.unwrap_err()), "proposal-fault-unready");
    assert_eq!(save(2, "SN 2026-147").await, []);
    // The board goes back to its layout's pattern: drafts follow.
    let at = (NETWORK, to, 1);
    test.app.save_addressee(lead, at, input("")).await.unwrap();
    assert_eq!(read(&test, id).await.unready, [Unready::Diary]);
    assert_eq!(save(3, "SN 2026/147").await, []);
    let signed = test.app.move_proposal(lead, (NETWORK, id, 4), Move::Sign);
    signed.await.unwrap();

    let unknown = (AddresseeId(NETWORK.0), "free");
    let unknown = test.app.new_proposal_to(lead, NETWORK, unknown).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let other = test.app.new_proposal_to(lead, NETWORK, (to, "minutes"));
    assert_eq!(
        message(&other.await.unwrap_err()),
        "proposal-fault-template"
    );
}
