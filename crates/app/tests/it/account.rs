//! One's own account, and the administrator's hand in it.

use hemma_app::error::Error;
use hemma_app::staff::{NewColleague, NewPost};
use hemma_domain::staff::{Language, Place, Role};
use hemma_testkit::fixture;

use crate::harness::{TestApp, cut};

fn rolf() -> NewColleague {
    NewColleague {
        name: "Rolf Rönnsprang".to_owned(),
        email: "Rolf.Ronnsprang@Hemma.example ".to_owned(),
        phone: String::new(),
        language: Language::Swedish,
    }
}

#[tokio::test]
async fn a_person_with_a_post_is_added_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::ADMINISTRATOR);
    let post = NewPost {
        role: Role::FamilyTherapist,
        place: Place::Team(fixture::TEAMS[0], fixture::BOARDS[0]),
        from: ctx.today(),
        until: None,
    };
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.add_colleague(&ctx, &rolf(), Some(post)).await }
    })
    .await;
    let people = test.app.colleagues(&ctx).await.unwrap();
    let added = people
        .iter()
        .find(|one| one.staff.email == "rolf.ronnsprang@hemma.example");
    assert_eq!(added.unwrap().posts.len(), 1);
    let twice = test.app.add_colleague(&ctx, &rolf(), None).await;
    assert!(matches!(twice, Err(Error::Invalid(_))), "{twice:?}");
}

#[tokio::test]
async fn only_the_administrator_manages_staff() {
    let test = TestApp::new().await;
    for (staff, ..) in fixture::STAFF {
        let added = test
            .app
            .add_colleague(&test.ctx(*staff), &rolf(), None)
            .await;
        assert_eq!(added.is_ok(), *staff == fixture::ADMINISTRATOR);
    }
}

#[tokio::test]
async fn a_role_belongs_where_it_has_a_meaning() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::ADMINISTRATOR);
    for (role, place) in [
        (Role::FamilyTherapist, Place::Site),
        (Role::Administrator, Place::Board(fixture::BOARDS[0])),
        (Role::NetworkLead, Place::Board(fixture::BOARDS[0])),
        (Role::UnitManager, Place::Network(fixture::NETWORK)),
    ] {
        let post = NewPost {
            role,
            place,
            from: ctx.today(),
            until: None,
        };
        let given = test.app.add_post(&ctx, fixture::THERAPIST, post).await;
        assert!(matches!(given, Err(Error::Invalid(_))), "{role}: {given:?}");
    }
}

#[tokio::test]
async fn an_end_of_work_ends_posts_and_sessions_or_nothing() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::ADMINISTRATOR);
    let yesterday = ctx.today().plus(-1);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.mark_left(&ctx, fixture::THERAPIST, yesterday).await }
    })
    .await;
    let member = test.app.colleague(&ctx, fixture::THERAPIST).await.unwrap();
    assert_eq!(member.staff.left_on, Some(yesterday));
    assert!(
        member
            .posts
            .iter()
            .all(|(post, _)| !post.is_held(ctx.today()))
    );
}

#[tokio::test]
async fn a_language_is_changed_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let ctx = test.ctx(fixture::THERAPIST);
    cut(&test, |app| {
        let ctx = ctx.clone();
        async move { app.change_language(&ctx, Language::English).await }
    })
    .await;
    let account = test.app.account(&ctx, "").await.unwrap();
    assert_eq!(account.staff.language, Language::English);
}
