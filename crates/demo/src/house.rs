//! The house that families come to: network, boards, teams and staff.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, NetworkId, PostId, StaffId, TeamId};
use hemma_domain::sheet::BasisKind;
use hemma_domain::staff::{Language, Place, Post, Role, Staff};
use hemma_domain::team::{Board, Network as Partner, Rhythm, Team};
use hemma_domain::time::Day;

use crate::bank::Bank;
use crate::dice::Dice;
use crate::row::{Row, clock, weekday};
use crate::text::{BoardText, TeamText};

/// Network, boards, teams and everybody who works there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// The partner organisation.
    pub network: Partner,
    /// The boards.
    pub boards: Vec<Board>,
    /// The number that each board's next case gets, in the order of the boards.
    pub next_case_numbers: Vec<u32>,
    /// The teams.
    pub teams: Vec<Team>,
    /// Everybody who works here or did.
    pub staff: Vec<Staff>,
    /// Who is what, where.
    pub posts: Vec<Post>,
}

/// Who makes up a team.
#[derive(Debug, Clone)]
pub(crate) struct Crew {
    /// Where the team's board stands in the list of boards.
    pub(crate) board: usize,
    pub(crate) leader: StaffId,
    pub(crate) therapists: Vec<StaffId>,
    pub(crate) resource: Option<StaffId>,
    pub(crate) psychiatrist: Option<StaffId>,
    pub(crate) consultant: Option<StaffId>,
}

/// A handler at the referring authority.
#[derive(Debug, Clone)]
pub(crate) struct Handler {
    pub(crate) key: String,
    pub(crate) authority: String,
    pub(crate) name: String,
    pub(crate) phone: String,
}

/// The house with what the families need to know of it.
pub(crate) struct Ground {
    pub(crate) house: House,
    pub(crate) crews: Vec<Crew>,
    /// By the key in the texts.
    pub(crate) staff: BTreeMap<String, StaffId>,
    /// By the key in the texts.
    pub(crate) teams: BTreeMap<String, usize>,
    /// The handlers of each board.
    pub(crate) handlers: Vec<Vec<Handler>>,
}

/// Most teams and boards that a network holds.
pub(crate) const TEAMS_MAX: usize = 600;

/// Tells places of the same name apart once each name has been used.
const PARTS: [&str; 13] = [
    "", "Norra ", "Södra ", "Östra ", "Västra ", "Övre ", "Nedre ", "Stora ", "Lilla ", "Nya ",
    "Gamla ", "Yttre ", "Inre ",
];

/// Builds the house. `teams` is how many teams there shall be.
pub(crate) fn build(bank: &Bank, seed: u64, today: Day, teams: usize) -> Ground {
    let mut builder = Builder::new(bank, seed, today);
    builder.central();
    for board in &bank.network.board {
        builder.board(board);
    }
    for team in &bank.network.team {
        builder.team(team);
    }
    let named = bank.network.team.len();
    for number in named..teams.min(TEAMS_MAX) {
        let (board, team) = builder.invent(number - named);
        builder.board(&board);
        builder.team(&team);
    }
    builder.ground
}

struct Builder<'a> {
    bank: &'a Bank,
    dice: Dice,
    today: Day,
    ground: Ground,
    boards: BTreeMap<String, usize>,
    emails: BTreeSet<String>,
    rhythm: Rhythm,
}

impl<'a> Builder<'a> {
    fn new(bank: &'a Bank, seed: u64, today: Day) -> Builder<'a> {
        let mut dice = Dice::new(seed, "house");
        dice.ids_from(today.plus(-4000).at(clock("08:00")));
        let text = &bank.network;
        let (hand_in_day, hand_in_at) = text
            .rhythm
            .hand_in
            .split_once(' ')
            .unwrap_or(("mon", "12:00"));
        let network = Partner {
            id: NetworkId(dice.id()),
            name: text.name.clone(),
        };
        Builder {
            bank,
            dice,
            today,
            boards: BTreeMap::new(),
            emails: BTreeSet::new(),
            rhythm: Rhythm {
                hand_in_weekday: weekday(hand_in_day),
                hand_in_at: clock(hand_in_at),
                supervision_weekday: weekday(&text.rhythm.supervision),
                consultation_weekday: weekday(&text.rhythm.consultation),
            },
            ground: Ground {
                house: House {
                    network,
                    boards: Vec::new(),
                    next_case_numbers: Vec::new(),
                    teams: Vec::new(),
                    staff: Vec::new(),
                    posts: Vec::new(),
                },
                crews: Vec::new(),
                staff: BTreeMap::new(),
                teams: BTreeMap::new(),
                handlers: Vec::new(),
            },
        }
    }

    /// The network's own people. Consultants get their posts with their teams.
    fn central(&mut self) {
        let network = self.ground.house.network.id;
        for row in &self.bank.network.staff {
            let row = Row(row);
            let staff = self.hire(row, "mst-sverige");
            match row.at(2) {
                "network_lead" => self.post(staff, Role::NetworkLead, Place::Network(network)),
                "interviewer" => self.post(staff, Role::Interviewer, Place::Network(network)),
                "finance_reader" => {
                    self.post(staff, Role::FinanceReader, Place::Network(network));
                }
                "administrator" => self.post(staff, Role::Administrator, Place::Site),
                _ => {}
            }
        }
    }

    fn board(&mut self, text: &BoardText) {
        let id = BoardId(self.dice.id());
        self.boards
            .insert(text.key.clone(), self.ground.house.boards.len());
        self.ground.house.boards.push(Board {
            id,
            name: text.name.clone(),
            short: text.short.clone(),
            municipality: text.municipality.clone(),
            case_pattern: text.case_pattern.clone(),
            note_lock_days: self.bank.network.rhythm.note_lock_days,
            sheet_bases: BasisKind::ALL.to_vec(),
        });
        self.ground.house.next_case_numbers.push(1);
        for row in &text.staff {
            let row = Row(row);
            let staff = self.hire(row, &text.key);
            let role = match row.at(2) {
                "records_officer" => Role::RecordsOfficer,
                _ => Role::UnitManager,
            };
            self.post(staff, role, Place::Board(id));
        }
        let handlers = text.handlers.iter().map(|row| Handler {
            key: Row(row).at(0).to_owned(),
            authority: text.authority.clone(),
            name: Row(row).at(1).to_owned(),
            phone: Row(row).at(2).to_owned(),
        });
        self.ground.handlers.push(handlers.collect());
    }

    fn team(&mut self, text: &TeamText) {
        let board = self.boards.get(&text.board).copied().unwrap_or(0);
        let Some(board_id) = self.ground.house.boards.get(board).map(|board| board.id) else {
            return;
        };
        let team = TeamId(self.dice.id());
        let place = Place::Team(team, board_id);
        self.ground
            .teams
            .insert(text.key.clone(), self.ground.house.teams.len());
        self.ground.house.teams.push(Team {
            id: team,
            board: board_id,
            network: self.ground.house.network.id,
            name: text.name.clone(),
            programme: text.programme.clone(),
            opened_on: self.today.plus(-(text.years * 365 + 60)),
            closed_on: None,
            rhythm: self.rhythm,
        });
        let consultant = self.ground.staff.get(&text.consultant).copied();
        if let Some(staff) = consultant {
            self.post(staff, Role::Consultant, place);
        }
        let mut crew = Crew {
            board,
            leader: StaffId(uuid::Uuid::nil()),
            therapists: Vec::new(),
            resource: None,
            psychiatrist: None,
            consultant,
        };
        for row in &text.staff {
            self.crew_member(&mut crew, Row(row), place, &text.programme);
        }
        self.ground.crews.push(crew);
    }

    fn crew_member(&mut self, crew: &mut Crew, row: Row<'_>, place: Place, programme: &str) {
        let known = self.ground.staff.get(row.at(0)).copied();
        let domain = match programme {
            "MST-CAN" => "mst-can",
            "MST" => "mst",
            _ => "komet",
        };
        let staff = known.unwrap_or_else(|| self.hire(row, domain));
        let role = match row.at(2) {
            "group_leader" => {
                crew.leader = staff;
                Role::GroupLeader
            }
            "family_resource" => {
                crew.resource = Some(staff);
                Role::FamilyResource
            }
            "family_therapist" => {
                crew.therapists.push(staff);
                Role::FamilyTherapist
            }
            _ => {
                crew.psychiatrist = Some(staff);
                Role::Psychiatrist
            }
        };
        self.post(staff, role, place);
        let answers = matches!(role, Role::GroupLeader | Role::FamilyTherapist);
        if answers && programme != "KOMET" {
            self.post(staff, Role::OnCall, place);
        }
    }

    fn hire(&mut self, row: Row<'_>, domain: &str) -> StaffId {
        let id = StaffId(self.dice.id());
        let email = self.email(row.at(1), domain);
        let phone = format!("08-465 004 {:02}", self.ground.house.staff.len() % 100);
        self.ground.staff.insert(row.at(0).to_owned(), id);
        self.ground.house.staff.push(Staff {
            id,
            name: row.at(1).to_owned(),
            email,
            phone: Some(phone),
            language: match row.at(0) {
                "maj" => Language::English,
                _ => Language::Swedish,
            },
            left_on: None,
        });
        id
    }

    fn email(&mut self, name: &str, domain: &str) -> String {
        let local: String = name.to_lowercase().chars().filter_map(plain).collect();
        let mut email = format!("{local}@{domain}.example");
        let mut number = 2;
        while !self.emails.insert(email.clone()) {
            email = format!("{local}{number}@{domain}.example");
            number += 1;
        }
        email
    }

    fn post(&mut self, staff: StaffId, role: Role, place: Place) {
        let from = match place {
            Place::Team(team, _) => self
                .ground
                .house
                .teams
                .iter()
                .find(|known| known.id == team)
                .map_or(self.today, |team| team.opened_on),
            _ => self.today.plus(-3900),
        };
        self.ground.house.posts.push(Post {
            id: PostId(self.dice.id()),
            staff,
            role,
            place,
            from,
            to: None,
        });
    }

    /// A board and a team beyond those that have a name of their own.
    fn invent(&mut self, number: usize) -> (BoardText, TeamText) {
        let places = &self.bank.pools.names.places;
        let names = places.len().max(1);
        let part = PARTS.get(number / names).copied().unwrap_or_default();
        let name = places.get(number % names);
        let place = format!("{part}{}", name.map_or("Tuvköping", String::as_str));
        let key = format!("x{number}");
        let can = number % 5 == 4;
        let mut staff = vec![format!("{key}-l | {} | group_leader", self.name())];
        for therapist in 0..(3 + number % 2) {
            let name = self.name();
            staff.push(format!("{key}-t{therapist} | {name} | family_therapist"));
        }
        if can {
            staff.push(format!("{key}-r | {} | family_resource", self.name()));
            staff.push("linus".to_owned());
        }
        let programme = if can { "MST-CAN" } else { "MST" };
        let consultant = match (can, number % 2) {
            (true, _) => "sigrid",
            (false, 0) => "torbjorn",
            (false, _) => "maj",
        };
        let board = BoardText {
            key: key.clone(),
            name: format!("{place} socialnämnd"),
            short: format!("K{number:02}"),
            municipality: place.clone(),
            case_pattern: "{short}-{yy}-{n}".to_owned(),
            authority: format!("{place} socialnämnd"),
            staff: vec![
                format!("{key}-m | {} | unit_manager", self.name()),
                format!("{key}-o | {} | records_officer", self.name()),
            ],
            handlers: vec![format!("{key}-h | {} | 08-465 004 70", self.name())],
        };
        let team = TeamText {
            key: key.clone(),
            name: format!("{programme} {place}"),
            board: key,
            programme: programme.to_owned(),
            years: 10,
            consultant: consultant.to_owned(),
            staff,
        };
        (board, team)
    }

    fn name(&mut self) -> String {
        let names = &self.bank.pools.names;
        let first = if self.dice.chance(60) {
            self.dice.text(&names.women)
        } else {
            self.dice.text(&names.men)
        };
        let head = self.dice.text(&names.head);
        format!("{first} {head}{}", self.dice.text(&names.tail))
    }
}

/// A letter as it stands in an address; none for what has no place there.
fn plain(letter: char) -> Option<char> {
    match letter {
        'å' | 'ä' => Some('a'),
        'ö' => Some('o'),
        'é' => Some('e'),
        ' ' => Some('.'),
        '-' => Some('-'),
        other => other.is_ascii_alphanumeric().then_some(other),
    }
}
