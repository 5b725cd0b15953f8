//! Installations of one invented network, each with some of its teams.

use std::collections::BTreeMap;

use hemma_app::config::Config;
use hemma_app::ctx::{Ctx, Ids};
use hemma_app::review::{NetworkAsked, Shown};
use hemma_app::sender::{MadeSender, NewSender, Taken};
use hemma_domain::access::{Actor, Errand, Held};
use hemma_domain::ids::{BoardId, HistoryId, NetworkId, PostId, StaffId, TeamId};
use hemma_domain::review::Term;
use hemma_domain::staff::{Language, Place, Post, Role, Staff};
use hemma_domain::team::{Board, Network, Rhythm, Team};
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_store::db::Db;
use hemma_store::review::history::{self, Kept};
use hemma_store::{staff, team};
use uuid::Uuid;

use crate::harness::{TestApp, now};

pub(super) const NETWORK: NetworkId = NetworkId(Uuid::from_u128(1));
const BOARD: BoardId = BoardId(Uuid::from_u128(2));
const LEAD: StaffId = StaffId(Uuid::from_u128(3));

/// Teams of the invented network; every third runs another programme.
pub(super) const TEAMS: usize = 9;

/// Quarters of the invented rows, the running one last.
pub(super) const QUARTERS: [&str; 4] = ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"];

/// The rows of one team, in the order of [`QUARTERS`].
pub(super) type OfTeam = [Row; 4];

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn name(number: usize) -> String {
    format!("Team {number:02}")
}

/// The team's id in an installation of its own numbers.
pub(super) fn id(installation: u128, number: usize) -> TeamId {
    TeamId(Uuid::from_u128(
        1000 * installation + u128::try_from(number).unwrap(),
    ))
}

/// An installation with some teams of the network.
pub(super) struct World {
    pub(super) test: TestApp,
    pub(super) installation: u128,
    ids: Ids,
}

impl World {
    pub(super) async fn new(db: Db, (installation, teams): (u128, &[usize])) -> World {
        let mut tx = db.write("test").await.unwrap();
        let network = Network {
            id: NETWORK,
            name: "Provnätet".to_owned(),
        };
        team::insert_network(&mut tx, &network).await.unwrap();
        let board = Board {
            id: BOARD,
            name: "Nämnden".to_owned(),
            short: "N".to_owned(),
            municipality: "Provköping".to_owned(),
            case_pattern: "{short}-{yy}-{n}".to_owned(),
            note_lock_days: 14,
            sheet_bases: Vec::new(),
        };
        team::insert_board(&mut tx, &board).await.unwrap();
        for number in teams {
            let one = Team {
                id: id(installation, *number),
                board: BOARD,
                network: NETWORK,
                name: name(*number),
                programme: if number % 3 == 2 { "MST-CAN" } else { "MST" }.to_owned(),
                opened_on: day("2020-01-01"),
                closed_on: None,
                rhythm: Rhythm {
                    hand_in_weekday: 1,
                    hand_in_at: "12:00".parse().unwrap(),
                    supervision_weekday: 2,
                    consultation_weekday: 4,
                },
            };
            team::insert(&mut tx, &one).await.unwrap();
        }
        let lead = Staff {
            id: LEAD,
            name: "Nanna Vindflöjel".to_owned(),
            email: "nanna@prov.example".to_owned(),
            phone: None,
            language: Language::Swedish,
            left_on: None,
        };
        staff::insert(&mut tx, &lead).await.unwrap();
        let post = Post {
            id: PostId(Uuid::from_u128(4)),
            staff: LEAD,
            role: Role::NetworkLead,
            place: Place::Network(NETWORK),
            from: day("2020-01-01"),
            to: None,
        };
        staff::insert_post(&mut tx, &post).await.unwrap();
        tx.commit().await.unwrap();
        let ids = Ids::counting();
        let config = Config::in_folder(hemma_testkit::folder());
        World {
            test: TestApp::with(db, (ids.clone(), config)).await,
            installation,
            ids,
        }
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        Ctx {
            actor,
            now: now(),
            ids: self.ids.clone(),
            request: "test".into(),
        }
    }

    pub(super) fn lead(&self) -> Ctx {
        let post = Held {
            role: Role::NetworkLead,
            place: Place::Network(NETWORK),
        };
        self.ctx(Actor::Staff {
            id: LEAD,
            posts: vec![post],
        })
    }

    pub(super) fn feed(&self) -> Ctx {
        self.ctx(Actor::System(Errand::Feed))
    }

    /// Keeps rows as what was counted here: a network's history is.
    pub(super) async fn count(&self, rows: &BTreeMap<usize, OfTeam>) {
        let mut tx = self.test.db.write("test").await.unwrap();
        let one = Kept {
            id: HistoryId(Uuid::from_u128(9)),
            network: NETWORK,
            first: day("2026-01-01"),
            end: day("2026-11-24"),
            at: now(),
        };
        history::insert(&mut tx, &one).await.unwrap();
        for (number, of_team) in rows {
            for (quarter, row) in QUARTERS.iter().zip(of_team) {
                let at = (one.id, id(self.installation, *number), day(quarter));
                history::put_row(&mut tx, at, row).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }

    pub(super) async fn register(&self, from: &World, teams: &[usize]) -> MadeSender {
        let new = NewSender {
            name: format!("Län {}", from.installation),
            teams: teams
                .iter()
                .map(|number| (id(from.installation, *number), name(*number)))
                .collect(),
        };
        let lead = self.lead();
        let made = self.test.app.register_sender(&lead, NETWORK, &new).await;
        made.unwrap().unwrap()
    }

    /// Everything that is to be sent, sent; gives how many teams something was sent of.
    pub(super) async fn send(&self, to: &World, made: &MadeSender) -> usize {
        let state = to.test.app.feed_state(&to.feed(), &made.secret).await;
        let mut sent = 0;
        for one in state.unwrap().teams {
            let held = one.arrived.map(|arrived| arrived.digest);
            let held = (held.as_deref().unwrap_or_default(), "https://n.example");
            let parcel = self.test.app.parcel(&self.feed(), one.theirs, held).await;
            let Some(parcel) = parcel.unwrap() else {
                continue;
            };
            let of = (made.secret.as_str(), one.theirs);
            let taken = to.test.app.take_parcel(&to.feed(), of, &parcel).await;
            assert_eq!(taken.unwrap(), Taken::Replaced);
            sent += 1;
        }
        sent
    }

    /// What the network's page says in a half-year: of each team by its name, of all together, and its funnels.
    pub(super) async fn answer(&self, programme: &str, term: &str) -> String {
        let what = NetworkAsked {
            term: Some(term.parse::<Term>().unwrap()),
            ..NetworkAsked::of(programme)
        };
        let lead = self.lead();
        let found = self.test.app.network_review(&lead, NETWORK, what).await;
        let found = found.unwrap();
        let teams: Vec<(&str, &Vec<Shown>)> = found
            .teams
            .iter()
            .map(|line| (line.name.as_str(), &line.figures))
            .collect();
        let funnels = found.funnels().into_iter().map(|figure| {
            let funnel = found.funnel(figure).unwrap();
            let points: Vec<_> = funnel
                .points
                .iter()
                .map(|one| (one.name.clone(), one.lies, one.reading))
                .collect();
            (figure, funnel.hidden, points)
        });
        let funnels: Vec<_> = funnels.collect();
        format!("{teams:#?}\n{:#?}\n{funnels:#?}", found.whole)
    }
}
