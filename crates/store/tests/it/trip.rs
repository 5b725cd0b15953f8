//! What came of trips.

use hemma_domain::ids::ProposalId;
use hemma_store::training::{self, seat};
use hemma_store::{proposal, trip};
use hemma_testkit::fixture;

use crate::pool::day;
use crate::proposal::proposal_of;
use crate::training::training_of;

#[tokio::test]
async fn trainings_are_kept_with_a_trip_and_found_from_both_sides() {
    for db in hemma_testkit::each().await {
        fixture::fill(&db).await;
        let mut tx = db.write("request").await.unwrap();
        let (one, other) = (proposal_of(1, ""), proposal_of(2, ""));
        for proposal in [&one, &other] {
            proposal::insert(&mut tx, proposal).await.unwrap();
        }
        let (late, early) = (training_of(1, "2027-04-12"), training_of(2, "2027-04-01"));
        for training in [&late, &early] {
            training::insert(&mut tx, training).await.unwrap();
        }
        seat::insert(&mut tx, late.id, fixture::THERAPIST)
            .await
            .unwrap();
        let marks = [(fixture::THERAPIST, day("2027-04-12"))];
        seat::attend(&mut tx, late.id, &marks).await.unwrap();
        trip::save(&mut tx, one.id, &[late.id, early.id])
            .await
            .unwrap();
        let learnt = trip::trainings(&mut tx, one.id).await.unwrap();
        assert_eq!(learnt, [(early.id, 0), (late.id, 1)]);
        trip::save(&mut tx, other.id, &[late.id]).await.unwrap();
        let trips = proposal::of_training(&mut tx, late.id).await.unwrap();
        assert_eq!(trips.len(), 2);
        trip::save(&mut tx, one.id, &[]).await.unwrap();
        let trips = proposal::of_training(&mut tx, late.id).await.unwrap();
        let trips: Vec<ProposalId> = trips.iter().map(|trip| trip.id).collect();
        assert_eq!(trips, [other.id], "the other trip's stay");
    }
}
