//! What the invented network's office proposed to boards: the trip that such an office is known for, and a draft.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::addressee::Addressee;
use hemma_domain::ids::{AddresseeId, AttachmentId, ProposalId, StaffId, TrainingId};
use hemma_domain::layout::Pattern;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{
    Attachment, Content, CostKind, Course, Hand, Handler, Line, Outcome, Proposal, Report, Ruling,
    Trip,
};
use hemma_domain::staff::{Language, Role, Staff};
use hemma_domain::time::{Day, Instant};
use hemma_domain::training::{Content as TrainingContent, Length, Session, Training};
use jiff::civil::{Date, date};

use crate::Plan;
use crate::dice::Dice;
use crate::file;
use crate::row::{hour, working_day};

/// The layout that the office writes in.
const LAYOUT: (&str, u32) = ("STOCKHOLM", 2);

/// The template of what is bought.
pub(crate) const PURCHASE: &str = "purchase";

/// The texts of the trip, by section.
const TRIP: [(&str, &str); 7] = [
    (
        "summary",
        "Förvaltningen föreslår att tre medarbetare deltar i den årliga konferensen för partner i MST-nätverket. Konferensen är det enda tillfälle på året då partnerna tillsammans går igenom programmets utveckling, mätningen av programtrohet och handledningen av konsulter.\n\nResan betalas helt av de avgifter som teamen i nätverket lämnar.",
    ),
    (
        "background",
        "MST-Sverige stödjer team i flera kommuner med utbildning, veckovis konsultation och uppföljning. Uppdraget förutsätter att medarbetarna håller sig uppdaterade om metodens utveckling och om erfarenheter från andra länder.",
    ),
    (
        "matter",
        "Konferensen omfattar fem dagar. De tre deltagarna ansvarar för var sin del: programtrohet, konsultation och gruppledarnas utveckling. Efter hemkomsten redovisar de för nätverkets team vad de har lärt sig, och förvaltningen återrapporterar till nämnden.",
    ),
    (
        "preparation",
        "Ärendet har beretts inom avdelningen för social omsorg. Samverkan med de fackliga organisationerna har ägt rum.",
    ),
    (
        "views",
        "Deltagandet är en förutsättning för att nätverket ska kunna hålla den kvalitet som teamen betalar för. Att färre reser har övervägts; de tre ansvarsområdena går parallellt i programmet och kan inte täckas av en person.",
    ),
    ("economy", "Kostnader och finansiering framgår av tabellen."),
    (
        "child_impact",
        "Barn i de familjer som får insatsen gynnas av att behandlare och konsulter arbetar nära den metod som har visat effekt. Resan i sig berör inte barn.",
    ),
];

impl Plan {
    /// The proposals of the network's office, the oldest first; none where nobody keeps them.
    pub fn proposals(&self) -> Vec<Proposal> {
        let mut dice = Dice::new(self.seed, "proposals");
        dice.ids_from(at(date(2010, 9, 2), 8));
        let mut posts = self.house().posts.iter();
        let lead = posts.find(|post| post.role == Role::NetworkLead);
        let Some(by) = lead.map(|post| post.staff) else {
            return Vec::new();
        };
        let known = self.house().staff.iter().find(|one| one.id == by);
        let handler = Handler {
            name: known.map(|one| one.name.clone()).unwrap_or_default(),
            phone: known.and_then(|one| one.phone.clone()).unwrap_or_default(),
        };
        let trip = Content {
            trip: Some(journey(self.travellers(&handler.name))),
            ..content(&handler, Day(date(2010, 9, 2)))
        };
        let draft = draft(&handler, self.today);
        let bought = working_day(self.today.plus(-60));
        let made = [
            ("conference", trip, travelled(by), at(date(2010, 9, 2), 9)),
            (
                PURCHASE,
                purchase(&handler, bought),
                granted(by, bought),
                bought.at(hour(9, 0)),
            ),
            (
                "conference",
                draft,
                Course::default(),
                self.today.at(hour(9, 0)),
            ),
        ];
        let proposal =
            |(template, content, course, at): (&str, Content, Course, Instant)| Proposal {
                id: ProposalId(dice.id()),
                network: self.house().network.id,
                layout: (LAYOUT.0.to_owned(), LAYOUT.1),
                template: template.to_owned(),
                to: self.addressees().first().map(|board| board.id),
                content,
                course,
                made: (by, at),
                version: 1,
            };
        made.into_iter().map(proposal).collect()
    }

    /// The consultants who went to the conference.
    fn consultants(&self) -> Vec<&Staff> {
        let house = self.house();
        let posts = house.posts.iter();
        let held = posts.filter(|post| post.role == Role::Consultant);
        let held: BTreeSet<StaffId> = held.map(|post| post.staff).collect();
        let staff = house.staff.iter();
        staff.filter(|one| held.contains(&one.id)).take(2).collect()
    }

    /// Who went to the conference, each with what they are: the lead and two of the consultants.
    fn travellers(&self, lead: &str) -> Vec<String> {
        std::iter::once(format!("{lead}, nätverksansvarig"))
            .chain(
                self.consultants()
                    .iter()
                    .map(|one| format!("{}, konsult", one.name)),
            )
            .collect()
    }
}

/// The boards that the office writes to: name, layout, and how it writes its diary numbers where it does otherwise.
const BOARDS: [(&str, &str, Option<&str>); 2] = [
    ("Socialtjänst- och arbetsmarknadsnämnden", LAYOUT.0, None),
    (
        "Påhittsvikens socialnämnd",
        "TJANSTESKRIVELSE",
        Some("@ #-#"),
    ),
];

impl Plan {
    /// The boards that the network's office writes to, the one that has the trip first.
    pub fn addressees(&self) -> Vec<Addressee> {
        let mut dice = Dice::new(self.seed, "addressees");
        dice.ids_from(at(date(2010, 9, 1), 8));
        let board = |(name, layout, diary): &(&str, &str, Option<&str>)| Addressee {
            id: AddresseeId(dice.id()),
            network: self.house().network.id,
            name: (*name).to_owned(),
            layout: (*layout).to_owned(),
            diary: diary.and_then(|pattern| Pattern::new(pattern).ok()),
            version: 1,
        };
        BOARDS.iter().map(board).collect()
    }
}

/// Titles of the files that went with the trip, with the line that each holds.
const FILES: [(&str, &str); 2] = [
    (
        "Konferensens program",
        "18-23 oktober 2010: partnernas konferens (uppdiktad)",
    ),
    (
        "Inbjudan från programmets ägare",
        "Inbjudan till partnernas konferens (uppdiktad)",
    ),
];

/// What came of a trip.
pub struct Lesson {
    pub trip: ProposalId,
    pub training: Training,
    /// Those who went and told of it, and the day on which they did.
    pub came: Vec<StaffId>,
    pub on: Day,
}

impl Plan {
    /// What came of the oldest trip: a half day at which those who went told the teams; none where nobody keeps trainings.
    pub fn learnt(&self) -> Option<Lesson> {
        let mut dice = Dice::new(self.seed, "learnt");
        let on = date(2010, 11, 12);
        dice.ids_from(at(on, 8));
        let proposals = self.proposals();
        let trip = proposals.first()?;
        let training = Training {
            id: TrainingId(dice.id()),
            network: trip.network,
            content: TrainingContent {
                title: "Vad konferensen i Charleston gav".to_owned(),
                place: "Påhittssalen, Provköping".to_owned(),
                language: Language::Swedish,
                about: "De tre som reste berättar för teamen.".to_owned(),
                programme: None,
                requirement: None,
                seats_max: None,
                sessions: vec![Session {
                    on: Day(on),
                    from: hour(13, 0),
                    to: hour(16, 0),
                    length: Length::Half,
                }],
            },
            cancelled_at: None,
            revision: 0,
            made: (at(on, 9), trip.made.0),
            version: 1,
        };
        Some(Lesson {
            trip: trip.id,
            came: self.consultants().iter().map(|one| one.id).collect(),
            on: Day(on),
            training,
        })
    }

    /// The files that go with the oldest of the proposals, each with what is in it.
    pub fn attachments(&self) -> Vec<(ProposalId, Attachment, Vec<u8>)> {
        let mut dice = Dice::new(self.seed, "attachments");
        dice.ids_from(at(date(2010, 9, 2), 8));
        let proposals = self.proposals();
        let Some(trip) = proposals.first() else {
            return Vec::new();
        };
        let attachment = |(title, line): &(&str, &str)| {
            let sent = file::pdf(line);
            let one = Attachment {
                id: AttachmentId(dice.id()),
                title: (*title).to_owned(),
                bytes: u32::try_from(sent.len()).unwrap_or(u32::MAX),
                added: trip.made,
            };
            (trip.id, one, sent)
        };
        FILES.iter().map(attachment).collect()
    }
}

fn at(day: Date, oclock: u8) -> Instant {
    Day(day).at(hour(oclock, 0))
}

fn line(what: &str, kronor: i64) -> Line {
    Line {
        what: what.to_owned(),
        amount: Ore(kronor * 100),
        kind: None,
    }
}

fn cost(kind: CostKind, what: &str, kronor: i64) -> Line {
    Line {
        kind: Some(kind),
        ..line(what, kronor)
    }
}

/// The trip of three to the conference in Charleston, paid wholly by the network's fees.
fn content(handler: &Handler, dated_on: Day) -> Content {
    let texts = TRIP.map(|(code, text)| (code.to_owned(), text.to_owned()));
    Content {
        heading: "Resa för tre medarbetare till nätverkspartnernas konferens i Charleston".to_owned(),
        diary: "2.5-0472/2010".to_owned(),
        office: "Påhittade stadsdelens förvaltning".to_owned(),
        department: "Avdelningen för social omsorg, MST-Sverige".to_owned(),
        handler: handler.clone(),
        addressee: BOARDS[0].0.to_owned(),
        dated_on,
        meeting_on: Some(Day(date(2010, 9, 21))),
        points: vec![
            "Nämnden godkänner att tre medarbetare vid MST-Sverige reser till nätverkspartnernas konferens i Charleston den 18–23 oktober 2010.".to_owned(),
            "Kostnaden, 81 000 kr, betalas i sin helhet av nätverkets avgifter och belastar inte nämndens budget.".to_owned(),
        ],
        texts: texts.into_iter().collect::<BTreeMap<_, _>>(),
        attachments: FILES.map(|(title, _)| title.to_owned()).to_vec(),
        costs: vec![
            cost(
                CostKind::Journey,
                "Flyg Stockholm–Charleston, tre personer",
                31_500,
            ),
            cost(CostKind::Lodging, "Logi, fem nätter", 22_500),
            cost(CostKind::Fee, "Konferensavgifter", 18_000),
            cost(CostKind::Allowance, "Traktamenten och transporter", 9_000),
        ],
        funding: vec![line("MST-nätverkets avgifter", 81_000)],
        trip: None,
        signers: vec![
            "Gun Påhittsson, stadsdelsdirektör".to_owned(),
            "Stig Låtsasgren, avdelningschef".to_owned(),
        ],
    }
}

/// The days in Charleston.
fn journey(participants: Vec<String>) -> Trip {
    Trip {
        place: "Charleston, South Carolina, USA".to_owned(),
        from: Day(date(2010, 10, 18)),
        to: Day(date(2010, 10, 23)),
        participants,
        alternatives:
            "Konferensen sänds inte och kan inte följas på distans. Tåg och båt är inte möjligt."
                .to_owned(),
    }
}

/// Signed, granted and reported back.
fn travelled(by: StaffId) -> Course {
    Course {
        signed: Some(Hand {
            by,
            at: at(date(2010, 9, 3), 10),
        }),
        sent: Some(Hand {
            by,
            at: at(date(2010, 9, 6), 10),
        }),
        ruling: Some(Ruling {
            on: Day(date(2010, 9, 21)),
            outcome: Outcome::Granted,
            approved_on: Some(Day(date(2010, 9, 28))),
            posted_on: Some(Day(date(2010, 9, 29))),
            note: String::new(),
        }),
        report: Some(Report {
            on: Day(date(2010, 11, 30)),
            text: "De tre deltagarna har redovisat konferensen för nätverkets team vid en gemensam dag. Kostnaden blev 79 850 kronor.".to_owned(),
        }),
    }
}

/// Computers for those who work from home, paid by the fees.
fn purchase(handler: &Handler, dated_on: Day) -> Content {
    let texts = [
        (
            "summary",
            "Förvaltningen föreslår att tre bärbara datorer köps in till nätverkets konsulter.",
        ),
        (
            "matter",
            "Konsultationen sker varje vecka på distans. De datorer som används i dag klarar inte längre bild och ljud samtidigt.",
        ),
        (
            "economy",
            "Kostnaden betalas av nätverkets avgifter. Nämndens budget belastas inte.",
        ),
    ];
    let texts = texts.map(|(code, text)| (code.to_owned(), text.to_owned()));
    Content {
        heading: "Inköp av tre bärbara datorer till nätverkets konsulter".to_owned(),
        diary: format!("2.6-0017/{}", dated_on.0.year()),
        meeting_on: Some(working_day(dated_on.plus(20))),
        points: vec!["Nämnden godkänner inköpet.".to_owned()],
        texts: texts.into_iter().collect(),
        attachments: vec!["Offert".to_owned()],
        costs: vec![line("Tre bärbara datorer", 33_333)],
        funding: vec![line("MST-nätverkets avgifter", 33_333)],
        ..content(handler, dated_on)
    }
}

/// Granted, and not yet reported back.
fn granted(by: StaffId, dated_on: Day) -> Course {
    let hand = |on: Day| {
        Some(Hand {
            by,
            at: on.at(hour(10, 0)),
        })
    };
    let signed = working_day(dated_on.plus(2));
    let decided = working_day(dated_on.plus(20));
    let approved = working_day(decided.plus(7));
    Course {
        signed: hand(signed),
        sent: hand(working_day(signed.plus(1))),
        ruling: Some(Ruling {
            on: decided,
            outcome: Outcome::Granted,
            approved_on: Some(approved),
            posted_on: Some(working_day(approved.plus(1))),
            note: String::new(),
        }),
        report: None,
    }
}

/// This year's trip, begun and not yet balanced.
fn draft(handler: &Handler, today: Day) -> Content {
    Content {
        heading: "Resa för två medarbetare till nätverkspartnernas konferens".to_owned(),
        diary: String::new(),
        meeting_on: None,
        texts: BTreeMap::new(),
        attachments: Vec::new(),
        points: vec![
            "Nämnden godkänner att två medarbetare reser till nätverkspartnernas konferens."
                .to_owned(),
        ],
        costs: vec![cost(
            CostKind::Journey,
            "Tåg och flyg, två personer",
            24_000,
        )],
        funding: Vec::new(),
        ..content(handler, today)
    }
}
