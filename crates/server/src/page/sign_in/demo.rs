//! Whom one can be in a demo: everybody once for each place, under its name.

use std::collections::{BTreeMap, BTreeSet};

use hemma_app::login::DemoPerson;
use hemma_domain::code::Code as _;
use hemma_domain::ids::StaffId;
use hemma_domain::staff::{Place, Role};
use uuid::Uuid;

use crate::lang::Lang;

/// A network, board or team with its people.
pub struct DemoPlace {
    pub name: String,
    pub people: Vec<Person>,
}

/// Somebody of a demo.
pub struct Person {
    pub id: StaffId,
    pub name: String,
    /// The role in which the day begins.
    pub role_code: &'static str,
    /// Every role in this place.
    pub role: String,
}

/// Everybody by place: the network, the site, then each board with its teams after it, in the order in which they came
/// to be. Leaders stand first in a team.
pub(super) fn places(people: &[DemoPerson], lang: Lang) -> Vec<DemoPlace> {
    let mut by_place: BTreeMap<(u8, Uuid, Uuid), Vec<&DemoPerson>> = BTreeMap::new();
    for person in people {
        let at = by_place.entry(rank(person.post.place)).or_default();
        at.push(person);
    }
    let mut offered = BTreeSet::new();
    let mut places: Vec<DemoPlace> = Vec::new();
    for held in by_place.values() {
        let people = at_place(held, lang);
        offered.extend(people.iter().map(|person| person.role_code));
        let name = held.iter().map(|one| one.place.clone()).next();
        let name = name.filter(|name| !name.is_empty());
        places.push(DemoPlace {
            name: name.unwrap_or_else(|| lang.t("staff-place-site")),
            people,
        });
    }
    only_beside(&mut places, by_place.values(), &offered, lang);
    places
}

fn rank(place: Place) -> (u8, Uuid, Uuid) {
    match place {
        Place::Network(network) => (0, network.0, Uuid::nil()),
        Place::Site => (1, Uuid::nil(), Uuid::nil()),
        Place::Board(board) => (2, board.0, Uuid::nil()),
        Place::Team(team, board) => (2, board.0, team.0),
    }
}

/// The people of one place, each once with every role there.
fn at_place(held: &[&DemoPerson], lang: Lang) -> Vec<Person> {
    let mut roles: BTreeMap<StaffId, (&str, Vec<Role>)> = BTreeMap::new();
    for one in held {
        let (_, known) = roles
            .entry(one.staff.id)
            .or_insert((&one.staff.name, Vec::new()));
        known.push(one.post.role);
    }
    let mut people: Vec<(u8, Person)> = roles
        .into_iter()
        .filter_map(|(id, (name, mut roles))| {
            // On-call is a post beside another: the day begins with the other.
            roles.sort_by_key(|role| order(*role));
            let first = *roles.first()?;
            let names: Vec<String> = roles.iter().map(|role| lang.name(*role)).collect();
            let person = Person {
                id,
                name: name.to_owned(),
                role_code: first.code(),
                role: names.join(", "),
            };
            Some((order(first), person))
        })
        .collect();
    people.sort_by(|(a, one), (b, other)| (a, &one.name).cmp(&(b, &other.name)));
    people.into_iter().map(|(_, person)| person).collect()
}

fn order(role: Role) -> u8 {
    match role {
        Role::GroupLeader | Role::UnitManager | Role::NetworkLead => 0,
        Role::FamilyTherapist => 1,
        Role::OnCall => 9,
        _ => 2,
    }
}

/// A role that nobody has alone is offered once all the same, to whoever has it first.
fn only_beside<'a>(
    places: &mut [DemoPlace],
    by_place: impl Iterator<Item = &'a Vec<&'a DemoPerson>>,
    offered: &BTreeSet<&str>,
    lang: Lang,
) {
    let mut offered: BTreeSet<&str> = offered.clone();
    for (place, held) in places.iter_mut().zip(by_place) {
        for one in held {
            if offered.insert(one.post.role.code()) {
                place.people.push(Person {
                    id: one.staff.id,
                    name: one.staff.name.clone(),
                    role_code: one.post.role.code(),
                    role: lang.name(one.post.role),
                });
            }
        }
    }
}

/// A place for samples.
pub(super) fn sample() -> DemoPlace {
    DemoPlace {
        name: "MST-CAN Järva".to_owned(),
        people: vec![Person {
            id: StaffId(Uuid::nil()),
            name: "Tuva Ekorrstig".to_owned(),
            role_code: Role::FamilyTherapist.code(),
            role: "Familjebehandlare, Beredskap".to_owned(),
        }],
    }
}

#[cfg(test)]
mod tests {
    use hemma_domain::ids::{BoardId, NetworkId, PostId, TeamId};
    use hemma_domain::staff::{Language, Post, Staff};

    use super::*;

    fn somebody(id: u128, role: Role, place: (Place, &str)) -> DemoPerson {
        let staff = StaffId(Uuid::from_u128(id));
        DemoPerson {
            staff: Staff {
                id: staff,
                name: format!("Nummer {id}"),
                email: String::new(),
                phone: None,
                language: Language::Swedish,
                left_on: None,
            },
            post: Post {
                id: PostId(Uuid::nil()),
                staff,
                role,
                place: place.0,
                from: hemma_domain::time::Day(jiff::civil::date(2026, 1, 1)),
                to: None,
            },
            place: place.1.to_owned(),
        }
    }

    #[test]
    fn everybody_stands_once_in_each_place_and_each_role_is_offered() {
        let id = Uuid::from_u128;
        let first = (Place::Team(TeamId(id(3)), BoardId(id(1))), "Björkdalen");
        let second = (Place::Team(TeamId(id(2)), BoardId(id(9))), "Granvik");
        let network = (Place::Network(NetworkId(id(4))), "Nätverket");
        let people = [
            somebody(20, Role::FamilyTherapist, second),
            somebody(11, Role::OnCall, first),
            somebody(11, Role::FamilyTherapist, first),
            somebody(12, Role::GroupLeader, first),
            somebody(12, Role::OnCall, first),
            somebody(30, Role::Administrator, (Place::Site, "")),
            somebody(40, Role::NetworkLead, network),
        ];
        let shown: Vec<(String, Vec<(&str, String)>)> = places(&people, Lang::SV)
            .into_iter()
            .map(|place| {
                let people = place.people.into_iter();
                (
                    place.name,
                    people.map(|one| (one.role_code, one.role)).collect(),
                )
            })
            .collect();
        let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
        let site = Lang::SV.t("staff-place-site");
        assert_eq!(names, ["Nätverket", &site, "Björkdalen", "Granvik"]);
        let team = [
            ("group_leader", "Gruppledare, Beredskap".to_owned()),
            (
                "family_therapist",
                "Familjebehandlare, Beredskap".to_owned(),
            ),
            ("on_call", "Beredskap".to_owned()),
        ];
        assert_eq!(shown[2].1, team);
    }
}
