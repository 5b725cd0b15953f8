//! An invented project that an invented foundation funds for two of the network's teams.

use hemma_domain::ids::{ProjectId, ProjectItemId};
use hemma_domain::money::Ore;
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::project::{Item, ItemKind, Project, Target};
use hemma_domain::review::Figure;
use hemma_domain::time::Day;

use crate::Plan;
use crate::dice::Dice;
use crate::row::hour;

/// A project with what is kept of it.
#[derive(Debug, Clone)]
pub struct Funded {
    /// The project.
    pub project: Project,
    /// What is kept of it.
    pub items: Vec<Item>,
}

/// Kind, what and more, days from the beginning, kronor, and what a figure should be.
type Kept = (
    ItemKind,
    (&'static str, &'static str),
    Option<i64>,
    Option<i64>,
    Option<(Figure, Goal)>,
);

const KEPT: [Kept; 10] = [
    (
        ItemKind::Goal,
        ("Familjer fullföljer", "Av alla som avslutar."),
        None,
        None,
        Some((Figure::Completed, Goal::AtLeast(Hundredths(7_500)))),
    ),
    (
        ItemKind::Goal,
        ("Familjer börjar", "Under hela projektet."),
        None,
        None,
        Some((Figure::Opened, Goal::AtLeast(Hundredths(4_000)))),
    ),
    (
        ItemKind::Goal,
        ("Få barn placeras", "Av alla som avslutar."),
        None,
        None,
        Some((Figure::Placed, Goal::Below(Hundredths(1_000)))),
    ),
    (
        ItemKind::Instalment,
        ("Första delbetalningen", ""),
        Some(14),
        Some(888_000),
        None,
    ),
    (
        ItemKind::Instalment,
        ("Andra delbetalningen", "Efter godkänd redovisning."),
        Some(380),
        Some(777_000),
        None,
    ),
    (
        ItemKind::Account,
        ("Redovisning av första året", "Med siffror och ekonomi."),
        Some(396),
        None,
        None,
    ),
    (
        ItemKind::Account,
        ("Slutredovisning", ""),
        Some(1_125),
        None,
        None,
    ),
    (
        ItemKind::Risk,
        (
            "Tjänster som inte blir tillsatta",
            "Annonsen går ut två gånger om året, även utan ledig tjänst.",
        ),
        None,
        None,
        None,
    ),
    (
        ItemKind::Risk,
        (
            "Få familjer hänvisas på sommaren",
            "Informationsmöte för utredarna i maj.",
        ),
        None,
        None,
        None,
    ),
    (
        ItemKind::Decision,
        (
            "Nämnden antar projektplanen",
            "Protokollet finns i diariet.",
        ),
        Some(-20),
        None,
        None,
    ),
];

impl Plan {
    /// The project of the network; none where it has no team.
    pub fn funded(&self) -> Option<Funded> {
        let teams = &self.house().teams;
        let first = teams.first()?;
        let mut dice = Dice::new(self.seed, "project");
        let begins = Day::new(self.today.0.year(), 1, 1).ok()?;
        dice.ids_from(begins.at(hour(8, 0)));
        let id = ProjectId(dice.id());
        let mut of: Vec<_> = teams
            .iter()
            .filter(|team| team.network == first.network)
            .take(2)
            .map(|team| team.id)
            .collect();
        of.sort();
        let items = KEPT
            .iter()
            .map(|(kind, (title, text), after, kronor, target)| {
                let on = after.map(|days| begins.plus(days));
                let is_past = on.is_some_and(|on| on.plus(10) < self.today);
                let can = !matches!(kind, ItemKind::Goal | ItemKind::Decision | ItemKind::Risk);
                Item {
                    id: ProjectItemId(dice.id()),
                    project: id,
                    kind: *kind,
                    title: (*title).to_owned(),
                    text: (*text).to_owned(),
                    on,
                    amount: kronor.map(|kronor| Ore(kronor * 100)),
                    target: target.map(|(figure, goal)| Target { figure, goal }),
                    done: on.filter(|_| can && is_past).map(|on| on.plus(3)),
                }
            });
        let items = items.collect();
        Some(Funded {
            project: Project {
                id,
                network: first.network,
                name: "Trygga hem, två team".to_owned(),
                funder: "Stiftelsen Provlyktan".to_owned(),
                diary: "PL 2025/14".to_owned(),
                purpose:
                    "Pröva om två team kan möta behovet i stadens södra delar, och vad det kostar."
                        .to_owned(),
                begins,
                ends: begins.plus_months(36).plus(-1),
                teams: of,
                version: 1,
            },
            items,
        })
    }
}
