use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use hemma_domain::artefact::ArtefactState;
use hemma_domain::case::{CareRole, LegalBasis, Safety, Stage};
use hemma_domain::consent::ConsentKind;
use hemma_domain::contact::ContactKind;
use hemma_domain::ids::StaffId;
use hemma_domain::note::{Lock, NoteKind};
use hemma_domain::programme::{FormValues, Value};
use hemma_domain::staff::Role;
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::week::{GoalState, SummaryState};
use jiff::civil::date;

use super::*;
use dates::check_dates;

mod dates;
mod forms;
mod office;

fn network(today: &str) -> Network {
    generate(&Options {
        seed: 1,
        today: today.parse().unwrap(),
        scale: 1,
    })
    .unwrap()
}

/// The network of one Wednesday, made once for all tests that only read it.
fn wednesday() -> &'static Network {
    static NETWORK: std::sync::LazyLock<Network> = std::sync::LazyLock::new(|| network(TODAY));
    &NETWORK
}

/// A Wednesday.
const TODAY: &str = "2026-11-25";

fn now(today: Day) -> Instant {
    today.at("06:00".parse().unwrap())
}

fn hash(network: &Network) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{network:?}").hash(&mut hasher);
    hasher.finish()
}

fn therapist(family: &Family) -> Option<StaffId> {
    family
        .cares
        .iter()
        .rfind(|care| care.role == CareRole::Therapist && care.to.is_none())
        .map(|care| care.staff)
}

fn open(network: &Network) -> impl Iterator<Item = &Family> {
    network
        .families
        .iter()
        .filter(|family| family.case.is_open())
}

fn labelled<'a>(network: &'a Network, label: &str) -> &'a Family {
    network
        .families
        .iter()
        .find(|family| family.case.label == label)
        .unwrap()
}

#[test]
fn the_same_seed_gives_the_same_network() {
    assert_eq!(hash(&network(TODAY)), hash(&network(TODAY)));
    let other = Options {
        seed: 2,
        today: date(2026, 11, 25),
        scale: 1,
    };
    assert_ne!(hash(&network(TODAY)), hash(&generate(&other).unwrap()));
}

#[test]
fn the_named_teams_stand_with_staff_in_every_role() {
    let network = wednesday();
    assert_eq!(network.house.boards.len(), 10);
    assert_eq!(network.house.teams.len(), 11);
    let held: BTreeSet<Role> = network.house.posts.iter().map(|post| post.role).collect();
    use hemma_domain::code::Code;
    assert_eq!(held, Role::ALL.iter().copied().collect());
    for team in &network.house.teams {
        let leads =
            network.house.posts.iter().filter(|post| {
                post.role == Role::GroupLeader && post.place.team() == Some(team.id)
            });
        assert_eq!(leads.count(), 1, "{}", team.name);
    }
    let emails: BTreeSet<&str> = network
        .house
        .staff
        .iter()
        .map(|s| s.email.as_str())
        .collect();
    assert_eq!(emails.len(), network.house.staff.len());
}

#[test]
fn families_stand_at_every_stage() {
    let network = wednesday();
    let mut stages = BTreeMap::new();
    for family in &network.families {
        let stage = match &family.case.stage {
            Stage::Referred => "referred".to_owned(),
            Stage::Waiting { .. } => "waiting".to_owned(),
            Stage::Declined { .. } => "declined".to_owned(),
            Stage::Open { phase, .. } => phase.clone(),
            Stage::Closed { .. } => "closed".to_owned(),
        };
        *stages.entry(stage).or_insert(0) += 1;
    }
    for stage in [
        "referred",
        "waiting",
        "declined",
        "understand",
        "change",
        "sustain",
        "sessions",
        "closed",
    ] {
        assert!(stages.contains_key(stage), "{stage} in {stages:?}");
    }
}

#[test]
fn plans_stand_missing_overdue_and_in_force() {
    let network = wednesday();
    let today: Day = TODAY.parse().unwrap();
    let can = |family: &&Family| family.case.programme == "MST-CAN";
    let states: Vec<Safety> = open(network)
        .filter(can)
        .filter_map(|family| family.case.safety(today))
        .collect();
    let missing = states.iter().filter(|state| **state == Safety::Missing);
    assert_eq!(missing.count(), 1);
    let overdue = |state: &&Safety| matches!(state, Safety::Overdue { .. });
    assert_eq!(states.iter().filter(overdue).count(), 1);
    let late = labelled(network, "Svartvide");
    assert!(matches!(
        late.case.safety(today),
        Some(Safety::Overdue { .. })
    ));
}

#[test]
fn one_therapist_alone_carries_more_than_the_limit() {
    let network = wednesday();
    let mut loads: BTreeMap<(StaffId, String), usize> = BTreeMap::new();
    for family in open(network) {
        if let Some(staff) = therapist(family) {
            *loads
                .entry((staff, family.case.programme.clone()))
                .or_default() += 1;
        }
    }
    let over: Vec<_> = loads
        .iter()
        .filter(|((_, programme), load)| match programme.as_str() {
            "MST-CAN" => **load > 4,
            "MST" => **load > 6,
            _ => false,
        })
        .collect();
    let rut = network
        .house
        .staff
        .iter()
        .find(|s| s.name == "Rut Kvistäng")
        .unwrap();
    assert_eq!(over.len(), 1, "{over:?}");
    assert_eq!((over[0].0.0, *over[0].1), (rut.id, 5));
}

#[test]
fn the_journal_holds_drafts_corrections_and_other_views() {
    let network = wednesday();
    let draft = labelled(network, "Klipprönn");
    assert!(draft.notes.iter().any(|note| note.lock == Lock::Draft));
    let corrected = labelled(network, "Granbarr");
    assert!(
        corrected
            .notes
            .iter()
            .any(|note| note.kind == NoteKind::Correction)
    );
    let viewed = labelled(network, "Harsyra");
    let view = viewed
        .notes
        .iter()
        .find(|note| note.kind == NoteKind::Annotation)
        .unwrap();
    assert!(viewed.notes.iter().any(|note| Some(note.id) == view.about));
}

#[test]
fn consents_tests_and_criteria_have_their_exceptions() {
    let network = wednesday();
    let refused = labelled(network, "Harsyra");
    let interview =
        |c: &&hemma_domain::consent::Consent| c.kind == ConsentKind::Interview && !c.given;
    assert_eq!(refused.consents.iter().filter(interview).count(), 1);
    for (label, result) in [
        ("Mosskulle", "refused"),
        ("Mosskulle", "missed"),
        ("Stormhatt", "refused"),
        ("Stormhatt", "missed"),
    ] {
        let found = labelled(network, label)
            .artefacts
            .iter()
            .any(|form| form.kind == "substance_test" && form.values.text("result") == result);
        assert!(found, "{label} {result}");
    }
    let set_aside = labelled(network, "Stormhatt");
    assert!(
        set_aside
            .screenings
            .iter()
            .any(|screening| screening.is_overridden())
    );
}

#[test]
fn decisions_wait_too_long_and_stand_under_the_law_on_the_young() {
    let network = wednesday();
    let today: Day = TODAY.parse().unwrap();
    let waiting = network.families.iter().filter(|family| {
        matches!(family.case.stage, Stage::Waiting { .. })
            && family.assignment.carry_out_by() < today
    });
    assert_eq!(waiting.count(), 1);
    let forced = labelled(network, "Isbark");
    assert_eq!(forced.assignment.basis, LegalBasis::Lvu22);
    assert!(forced.assignment.review_by().unwrap() > today);
}

#[test]
fn identities_are_protected_and_two_languages_are_interpreted() {
    let network = wednesday();
    let hidden = labelled(network, "Åkervinda");
    assert!(hidden.case.protected);
    assert!(
        hidden
            .persons
            .iter()
            .any(|person| person.must_not_know_address)
    );
    assert!(labelled(network, "Stormhatt").case.staff_warning);
    let spoken: BTreeSet<&str> = network
        .families
        .iter()
        .flat_map(|family| &family.persons)
        .filter(|person| person.interpreter)
        .map(|person| person.language.as_str())
        .collect();
    assert_eq!(spoken, BTreeSet::from(["ar", "so"]));
}

#[test]
fn goals_are_met_and_not_met_and_follow_ups_are_due_and_done() {
    let network = wednesday();
    let closed = labelled(network, "Mosskulle");
    let states: Vec<GoalState> = closed.goals.iter().map(|goal| goal.state).collect();
    assert_eq!(
        states,
        [
            GoalState::Met,
            GoalState::Met,
            GoalState::Met,
            GoalState::NotMet
        ]
    );
    let follow_ups = || {
        network
            .families
            .iter()
            .flat_map(|family| &family.follow_ups)
    };
    assert!(follow_ups().any(|due| due.done.is_some()));
    assert!(follow_ups().any(|due| due.done.is_none()));
}

/// On every day of a week something is handed in, something is not, and something has feedback.
#[test]
fn this_week_is_half_done_on_any_day() {
    for day in 23..=29 {
        let today: Day = format!("2026-11-{day}").parse().unwrap();
        let network = network(&today.to_string());
        let last = Week::of(today).previous();
        let mut states = BTreeSet::new();
        let mut commented = 0;
        for family in open(&network) {
            let team = network
                .house
                .teams
                .iter()
                .find(|team| team.id == family.case.team)
                .unwrap();
            let files = family.weeks.iter().filter(|file| file.week.week == last);
            states.extend(files.map(|file| file.week.state(team.rhythm, now(today))));
            commented += family
                .feedback
                .iter()
                .filter(|point| point.week == last)
                .count();
        }
        let done = states
            .iter()
            .any(|state| !matches!(state, SummaryState::Late | SummaryState::Open));
        let undone = states.contains(&SummaryState::Late) || states.contains(&SummaryState::Open);
        assert!(
            done && undone && commented > 0,
            "{today}: {states:?} {commented}"
        );
        let late = labelled(&network, "Svartvide");
        let rhythm = network.house.teams[0].rhythm;
        let is_late = |file: &WeekFile| file.week.state(rhythm, now(today)) == SummaryState::Late;
        assert!(late.weeks.iter().any(is_late), "{today}");
    }
}

#[test]
fn what_refers_to_something_refers_to_the_familys_own() {
    let network = wednesday();
    for family in &network.families {
        let persons: BTreeSet<_> = family.persons.iter().map(|person| person.id).collect();
        let drivers: BTreeSet<_> = family
            .fits
            .iter()
            .flat_map(|fit| &fit.drivers)
            .map(|driver| driver.id)
            .collect();
        let code = &family.case.code;
        assert_eq!(persons.len(), family.persons.len());
        for step in &family.steps {
            assert!(
                step.driver.is_none_or(|driver| drivers.contains(&driver)),
                "{code}"
            );
            let before = |id| {
                let old = family.steps.iter().find(|old| old.id == id).unwrap();
                old.week.next() == step.week
            };
            assert!(step.carried_from.is_none_or(before), "{code} {}", step.week);
        }
        let named = family.contacts.iter().flat_map(|contact| &contact.persons);
        let named = named.chain(family.notes.iter().flat_map(|note| &note.persons));
        let named = named.chain(family.signatures.iter().map(|signature| &signature.person));
        for person in named {
            assert!(persons.contains(person), "{code}");
        }
        for form in &family.artefacts {
            check_persons(&form.values, &persons);
        }
    }
}

fn check_persons(values: &FormValues, persons: &BTreeSet<hemma_domain::ids::PersonId>) {
    for (field, value) in values.iter() {
        match value {
            Value::Person(person) => assert!(persons.contains(person), "{field}"),
            Value::Rows(rows) => rows.iter().for_each(|row| check_persons(row, persons)),
            _ => {}
        }
    }
}

#[test]
fn no_placeholder_and_no_bar_is_left_in_a_text() {
    let network = wednesday();
    let dump = format!("{:?}", network.families);
    for rest in ["{barn}", "{vuxen}", "{andra}", "{larare}", " | "] {
        assert!(!dump.contains(rest), "{rest}");
    }
}

#[test]
fn one_version_of_each_plan_is_in_force() {
    let network = wednesday();
    for family in &network.families {
        let mut series: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for form in &family.artefacts {
            series.entry(form.series).or_default().push(form.number);
            let last = family
                .artefacts
                .iter()
                .filter(|other| other.series == form.series)
                .all(|other| other.number <= form.number);
            let in_force = matches!(form.state, ArtefactState::InForce { .. });
            assert_eq!(last, in_force, "{} {}", family.case.code, form.kind);
        }
        for numbers in series.values() {
            let expected: Vec<u32> = (1..=u32::try_from(numbers.len()).unwrap()).collect();
            assert_eq!(numbers, &expected);
        }
    }
}

#[test]
fn families_are_seen_as_often_as_the_programme_asks() {
    let network = wednesday();
    let mut seen = 0;
    let mut weeks = 0;
    for family in network
        .families
        .iter()
        .filter(|f| f.case.programme == "MST-CAN")
    {
        let (Some(opened), false) = (family.case.opened_on(), family.weeks.is_empty()) else {
            continue;
        };
        weeks += family
            .weeks
            .iter()
            .filter(|file| file.week.handed_in.is_some())
            .count();
        seen += family
            .contacts
            .iter()
            .filter(|contact| contact.kind != ContactKind::Missed)
            .filter(|contact| contact.started_at.day() >= opened)
            .count();
    }
    assert!(seen * 10 >= weeks * 26, "{seen} contacts in {weeks} weeks");
}

#[test]
fn scale_multiplies_teams_and_families_up_to_the_largest_network() {
    let sizes: Vec<(usize, usize)> = [1, 2, 6, 60, 70]
        .into_iter()
        .map(|scale| {
            let options = Options {
                seed: 1,
                today: date(2026, 11, 25),
                scale,
            };
            let plan = Plan::new(&options).unwrap();
            (plan.house().teams.len(), plan.len())
        })
        .collect();
    assert_eq!(
        sizes.iter().map(|size| size.0).collect::<Vec<_>>(),
        [11, 20, 60, 600, 600]
    );
    assert!(sizes[1].1 > sizes[0].1 && sizes[2].1 > 5000, "{sizes:?}");
    assert!(sizes[3].1 > 9 * sizes[2].1, "{sizes:?}");
    assert_eq!(sizes[3], sizes[4]);
    let options = Options {
        seed: 1,
        today: date(2026, 11, 25),
        scale: 6,
    };
    let plan = Plan::new(&options).unwrap();
    let names: std::collections::BTreeSet<&str> = plan
        .house()
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    assert_eq!(names.len(), 60, "two teams of one name");
    let staff = plan.house().staff.len();
    assert!((360..=440).contains(&staff), "{staff} staff");
    let oldest = plan.families().next().unwrap();
    let today: Day = TODAY.parse().unwrap();
    check_dates(&oldest, today);
    assert!(today.days_since(oldest.case.received_on) > 9 * 365);
}

#[test]
fn trainings_stand_behind_and_ahead_on_any_day() {
    for today in ["2026-11-25", "2026-01-01", "2027-05-31"] {
        let plan = Plan::new(&Options {
            seed: 1,
            today: today.parse().unwrap(),
            scale: 1,
        });
        let plan = plan.unwrap();
        let today: Day = today.parse().unwrap();
        let all = plan.trainings();
        let stages: BTreeSet<_> = all.iter().map(|one| one.training.stage(today)).collect();
        assert!(stages.len() > 1, "{today} {stages:?}");
        for one in &all {
            assert_eq!(one.training.content.faults(), []);
            let days: BTreeSet<Day> = one
                .training
                .content
                .sessions
                .iter()
                .map(|day| day.on)
                .collect();
            let there: BTreeSet<Day> = one
                .seats
                .iter()
                .flat_map(|seat| seat.attended.clone())
                .collect();
            assert!(there.is_subset(&days) && there.iter().all(|on| *on <= today));
            let answered = one.seats.iter().filter(|seat| seat.evaluated).count();
            assert_eq!(answered, one.evaluations.len());
        }
    }
}

fn plan_of(today: &str) -> Plan {
    Plan::new(&Options {
        seed: 1,
        today: today.parse().unwrap(),
        scale: 1,
    })
    .unwrap()
}

#[test]
fn consultations_stand_behind_and_are_owed_on_any_day() {
    use hemma_domain::consultation::{Tally, calendar};
    use hemma_domain::time::Week;
    for today in ["2026-11-25", "2026-01-01", "2027-05-31"] {
        let plan = Plan::new(&Options {
            seed: 1,
            today: today.parse().unwrap(),
            scale: 1,
        });
        let plan = plan.unwrap();
        let today: Day = today.parse().unwrap();
        let all = plan.consultations();
        assert!(!all.is_empty());
        let mut sum = Tally::default();
        for one in &all {
            assert_eq!(one.pattern.faults(), []);
            let noted: Vec<_> = one.weeks.iter().map(|(noted, _)| noted.clone()).collect();
            let weeks = (Week::of(one.pattern.from), Week::of(today).plus(4));
            let weeks = calendar((&[one.pattern], None), noted, weeks);
            assert!(weeks.iter().all(|week| week.slot().is_some()));
            let tally = Tally::of(&weeks, today);
            sum.owed += tally.owed;
            sum.held += tally.held;
        }
        assert!(sum.held * 10 > sum.owed * 7, "{sum:?}");
        assert!(sum.held < sum.owed, "{sum:?}");
    }
}

#[test]
fn openings_stand_open_in_interviews_and_to_be_destroyed_on_any_day() {
    use hemma_domain::file;
    use hemma_domain::opening::StateCode;
    for today in [date(2026, 11, 25), date(2027, 2, 28)] {
        let options = Options {
            seed: 1,
            today,
            scale: 1,
        };
        let (plan, today) = (Plan::new(&options).unwrap(), Day(today));
        let all = plan.openings();
        let states: Vec<StateCode> = all.iter().map(|one| one.opening.state.code()).collect();
        use StateCode::{Decided, Interviews, Open};
        assert_eq!(states, [Open, Decided, Interviews]);
        for one in &all {
            assert_eq!(one.opening.profile.faults(), []);
            let begun = one.opening.made.0.day();
            assert_eq!(one.opening.profile.unready(begun), []);
            let files = one.applied.iter().filter_map(|one| one.cv.as_ref());
            assert!(
                files
                    .map(|sent| file::check(sent, |_, _| None))
                    .all(|checked| checked.is_ok())
            );
            let late = |one: &&crate::Applied| today < one.application.received_at.day();
            assert_eq!(one.applied.iter().filter(late).count(), 0);
        }
        assert!(all[0].opening.is_public(today));
        assert!(
            all[1]
                .opening
                .state
                .ending()
                .unwrap()
                .final_on
                .plus_months(24)
                <= today
        );
    }
}
