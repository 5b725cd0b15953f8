//! Store functions of `staff`.

use hemma_domain::staff::{Place, Role};
use hemma_store::{login, staff};
use hemma_testkit::fixture;

#[tokio::test]
async fn everybody_is_listed_with_the_posts_of_the_day() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        let today = fixture::TODAY.parse().unwrap();
        let people = staff::list(&mut tx, today).await.unwrap();
        assert_eq!(people.len(), fixture::STAFF.len());
        let one = |people: &[staff::Listed], id| {
            people
                .iter()
                .find(|person| person.staff.id == id)
                .unwrap()
                .clone()
        };
        let therapist = one(&people, fixture::THERAPIST);
        assert_eq!(therapist.posts.len(), 1);
        assert_eq!(therapist.posts[0].0, Role::FamilyTherapist);
        assert!(!therapist.can_sign_in);
        let session = crate::login::session("one");
        let signed_in = session.staff;
        login::insert_session(&mut tx, &session).await.unwrap();
        let people = staff::list(&mut tx, today).await.unwrap();
        assert!(one(&people, signed_in).can_sign_in);
        assert!(!one(&people, fixture::LEADER).can_sign_in);
        let administrator = one(&people, fixture::ADMINISTRATOR);
        assert_eq!(administrator.posts, [(Role::Administrator, String::new())]);

        let posts = staff::all_posts(&mut tx, fixture::THERAPIST).await.unwrap();
        let post = posts[0].0.id;
        let by_other = staff::end_post(&mut tx, fixture::LEADER, post, today).await;
        assert!(!by_other.unwrap());
        let own = staff::end_post(&mut tx, fixture::THERAPIST, post, today).await;
        assert!(own.unwrap());
        staff::end_posts(&mut tx, fixture::LEADER, today)
            .await
            .unwrap();
        let people = staff::list(&mut tx, today).await.unwrap();
        assert!(one(&people, fixture::THERAPIST).posts.is_empty());
        assert!(one(&people, fixture::LEADER).posts.is_empty());
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_person_is_found_by_sign_in_name_and_changed() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        let mut person = staff::find(&mut tx, fixture::THERAPIST)
            .await
            .unwrap()
            .unwrap();
        person.email = "tuva@hemma.example".to_owned();
        person.left_on = Some(fixture::TODAY.parse().unwrap());
        staff::save(&mut tx, &person).await.unwrap();
        let found = staff::by_email(&mut tx, "tuva@hemma.example").await;
        assert_eq!(found.unwrap(), Some(person));
        let nobody = staff::by_email(&mut tx, "nobody@hemma.example").await;
        assert_eq!(nobody.unwrap(), None);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn places_are_teams_then_boards_then_networks() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.read().await.unwrap();
        let places = staff::places(&mut tx).await.unwrap();
        let found = |place| places.iter().position(|(known, _)| *known == place);
        let team = found(Place::Team(fixture::TEAMS[0], fixture::BOARDS[0])).unwrap();
        let board = found(Place::Board(fixture::BOARDS[1])).unwrap();
        let network = found(Place::Network(fixture::NETWORK)).unwrap();
        assert!(team < board && board < network);
    }
}

#[tokio::test]
async fn a_programmes_people_are_the_networks_own_and_those_of_its_teams() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("test").await.unwrap();
        let today = fixture::TODAY.parse().unwrap();
        let of = (fixture::NETWORK, "MST-CAN");
        let found = staff::of_programme(&mut tx, of, today).await.unwrap();
        let expected = fixture::STAFF.iter().filter(|(.., place)| match place {
            Place::Team(team, _) => *team != fixture::TEAMS[1],
            Place::Network(_) => true,
            Place::Board(_) | Place::Site => false,
        });
        let mut expected: Vec<_> = expected
            .map(|(id, name, role, place)| (*name, *id, *role, *place))
            .collect();
        expected.sort_by_key(|(name, id, ..)| (*name, *id));
        let found: Vec<_> = found
            .iter()
            .map(|(one, role, place)| (one.name.as_str(), one.id, *role, *place))
            .collect();
        assert_eq!(found.len(), expected.len());
        assert!(expected.iter().all(|one| found.contains(one)), "{found:?}");
        let before = "2000-01-01".parse().unwrap();
        assert!(
            staff::of_programme(&mut tx, of, before)
                .await
                .unwrap()
                .is_empty()
        );
    }
}
