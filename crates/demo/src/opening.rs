//! Posts that the invented network wants to fill: an advert that is open, interviews that are going on, and one whose
//! applications are to be destroyed.

use std::collections::BTreeMap;

use hemma_domain::application::{
    Application, Contact, Mark, Message, Reference, RegisterNote, Sheet, Sitting, Stage,
};
use hemma_domain::briefing::Briefing;
use hemma_domain::ids::{ApplicationId, BriefingId, OpeningId, StaffId};
use hemma_domain::opening::{
    Competence, CvWish, EndKind, Ending, Judged, Member, Names, Opening, Part, Profile, Question,
    QuestionKind, State, Weight,
};
use hemma_domain::staff::{Language, Place, Role};
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Instant};

use crate::Plan;
use crate::dice::Dice;
use crate::file;
use crate::row::hour;

/// An opening with those who applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recruited {
    pub opening: Opening,
    pub applied: Vec<Applied>,
    /// Information meetings, each with who said that they come.
    pub briefings: Vec<(Briefing, Vec<Contact>)>,
}

/// One application with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub application: Application,
    pub cv: Option<Vec<u8>>,
    pub sheets: Vec<Sheet>,
    pub references: Vec<Reference>,
    pub messages: Vec<Message>,
}

/// Obviously invented people who look for work: name, degree, and what they write.
const PEOPLE: [(&str, &str, &str); 6] = [
    (
        "Blenda Påhittsson",
        "Socionom",
        "Fyra år på ett familjehem och två i öppenvård. Jag tycker om att arbeta hemma hos familjer.",
    ),
    (
        "Kasper Diktare",
        "Psykolog",
        "Skolpsykolog i sex år. Jag har arbetat tillsammans med föräldrar i grupp.",
    ),
    (
        "Saga Uppfunnen",
        "Socionom",
        "Familjebehandlare i tre år, med handledning varje vecka.",
    ),
    (
        "Torsten Låtsas",
        "Annan examen",
        "Fritidsledare och stödfamilj. Van att möta ungdomar som inte vill prata.",
    ),
    (
        "Ylva Fantasi",
        "Socionom",
        "Utredare i barn och familj i fem år, och jour på helger.",
    ),
    (
        "Nisse Ingenstans",
        "Annan examen",
        "Behandlingsassistent i åtta år.",
    ),
];

/// A team with who leads it and works in it.
struct Panel<'a> {
    team: &'a Team,
    lead: StaffId,
    others: Vec<StaffId>,
}

impl Plan {
    /// The openings of the network; none where a team has nobody to assess.
    pub fn openings(&self) -> Vec<Recruited> {
        let mut dice = Dice::new(self.seed, "openings");
        dice.ids_from(self.today.plus(-900).at(hour(9, 0)));
        let panels: Vec<Panel<'_>> = self
            .house()
            .teams
            .iter()
            .filter_map(|t| self.panel(t))
            .collect();
        let mut all = Vec::new();
        if let Some(panel) = panels.first() {
            all.push(self.open(panel, &mut dice));
            all.push(self.past(panel, &mut dice));
        }
        if let Some(panel) = panels.get(1) {
            all.push(self.interviewing(panel, &mut dice));
        }
        all
    }

    fn panel<'a>(&self, team: &'a Team) -> Option<Panel<'a>> {
        let posts = || {
            let all = self.house().posts.iter();
            all.filter(|post| matches!(post.place, Place::Team(id, _) if id == team.id))
        };
        let lead = posts().find(|post| post.role == Role::GroupLeader)?.staff;
        let works = |role| matches!(role, Role::FamilyTherapist | Role::FamilyResource);
        let mut others: Vec<StaffId> = posts()
            .filter(|post| works(post.role) && post.staff != lead && post.is_held(self.today))
            .map(|post| post.staff)
            .collect();
        others.sort();
        others.dedup();
        others.truncate(2);
        (!others.is_empty()).then_some(Panel { team, lead, others })
    }

    fn opening(&self, panel: &Panel<'_>, id: OpeningId, begun: Day) -> Opening {
        let member = |staff, part| Member { staff, part };
        let mut members = vec![member(panel.lead, Part::Responsible)];
        members.extend(panel.others.iter().map(|one| member(*one, Part::Assessor)));
        Opening {
            id,
            network: panel.team.network,
            team: Some(panel.team.id),
            profile: profile(begun.plus(28)),
            state: State::Open,
            members,
            made: (begun.at(hour(9, 30)), panel.lead),
            version: 1,
        }
    }

    fn open(&self, panel: &Panel<'_>, dice: &mut Dice) -> Recruited {
        let begun = self.today.plus(-10);
        let opening = self.opening(panel, OpeningId(dice.id()), begun);
        let count = dice.between(3, 4);
        let applied = (0..count).filter_map(|number| {
            let came = begun.plus(2 + number * 2);
            applied(&opening, (number, came), dice)
        });
        Recruited {
            applied: applied.collect(),
            briefings: vec![self.briefing(opening.id, dice)],
            opening,
        }
    }

    /// A meeting a week from now, with two who have said that they come.
    fn briefing(&self, opening: OpeningId, dice: &mut Dice) -> (Briefing, Vec<Contact>) {
        let meeting = Briefing {
            id: BriefingId(dice.id()),
            opening,
            at: self.today.plus(7).at(hour(17, 0)),
            place: "Påhittsgården, samlingssalen".to_owned(),
            seats: 12,
            taken: 0,
            cancelled_at: None,
        };
        let guest = |name: &str, email: &str| Contact {
            name: name.to_owned(),
            email: email.to_owned(),
            phone: String::new(),
        };
        let guests = vec![
            guest("Ines Nyfiken", "ines.nyfiken@example.org"),
            guest("Otto Vetgirig", "otto.vetgirig@example.org"),
        ];
        (meeting, guests)
    }

    /// Two are asked to interviews; the panel disagrees on one of them, and one assessor has not scored yet.
    fn interviewing(&self, panel: &Panel<'_>, dice: &mut Dice) -> Recruited {
        let begun = self.today.plus(-50);
        let mut opening = self.opening(panel, OpeningId(dice.id()), begun);
        let all = (0..5)
            .filter_map(|number| applied(&opening, (number, begun.plus(4 + number * 5)), dice));
        let mut all: Vec<Applied> = all.collect();
        for (place, one) in all.iter_mut().enumerate() {
            one.application.stage = match place {
                0 | 2 => Stage::Invited,
                4 => Stage::Withdrawn,
                _ => Stage::Declined,
            };
            one.application.stage_at = self.today.plus(-15).at(hour(15, 0));
            one.application.called_at = (one.application.stage == Stage::Invited)
                .then(|| self.today.plus(-14).at(hour(9, 0)));
            let scored = self.today.plus(-18).at(hour(14, 0));
            if one.application.stage != Stage::Withdrawn {
                for by in std::iter::once(panel.lead).chain(panel.others.iter().copied()) {
                    let score = if place % 2 == 0 { 4 } else { 2 };
                    one.sheets
                        .push(sheet((by, Sitting::Screening), &[(0, score)], Some(scored)));
                }
            }
            if one.application.stage == Stage::Invited {
                let held = self.today.plus(-6).at(hour(11, 0));
                let low = if place == 0 { 2 } else { 4 };
                let first = Sitting::First;
                one.sheets
                    .push(sheet((panel.lead, first), &[(1, 5), (2, 4)], Some(held)));
                if let Some(other) = panel.others.first() {
                    one.sheets
                        .push(sheet((*other, first), &[(1, low), (2, 4)], Some(held)));
                }
                one.references.push(Reference {
                    who: "Rut Enhet, tidigare chef".to_owned(),
                    on: self.today.plus(-3),
                    by: panel.lead,
                    summary: "Håller ihop det när det blir svårt, och ber om hjälp i tid."
                        .to_owned(),
                });
                one.messages.push(Message {
                    body: "Hej! Vi vill gärna träffa dig för en första intervju. Ring och säg när det passar.".to_owned(),
                    at: self.today.plus(-14).at(hour(9, 0)),
                    by: panel.lead,
                });
            }
        }
        if let Some(first) = all.first_mut() {
            first.application.register = Some(RegisterNote {
                shown_on: self.today.plus(-2),
                issued_on: self.today.plus(-20),
                by: panel.lead,
            });
        }
        opening.state = State::Interviews;
        Recruited {
            opening,
            applied: all,
            briefings: Vec::new(),
        }
    }

    /// Decided more than two years ago: the others are to be destroyed.
    fn past(&self, panel: &Panel<'_>, dice: &mut Dice) -> Recruited {
        let begun = self.today.plus(-860);
        let mut opening = self.opening(panel, OpeningId(dice.id()), begun);
        let all = (0..4)
            .filter_map(|number| applied(&opening, (number + 1, begun.plus(3 + number * 4)), dice));
        let mut all: Vec<Applied> = all.collect();
        let decided = begun.plus(75);
        for (place, one) in all.iter_mut().enumerate() {
            one.application.stage = match place {
                1 => Stage::Hired,
                _ => Stage::Declined,
            };
            one.application.stage_at = decided.at(hour(10, 0));
            for (number, by) in
                (1..).zip(std::iter::once(panel.lead).chain(panel.others.iter().copied()))
            {
                let score = u8::try_from(2 + (place + number) % 3).unwrap_or(3);
                let at = begun.plus(50).at(hour(10, 0));
                one.sheets
                    .push(sheet((by, Sitting::Screening), &[(0, score)], Some(at)));
            }
            if place < 2 {
                interviewed(one, panel, begun.plus(52));
            }
        }
        opening.state = State::Ended(Ending {
            kind: EndKind::Decided,
            on: decided,
            by: panel.lead,
            posted_on: Some(decided.plus(3)),
            final_on: decided.plus(24),
            reasons: "Längst erfarenhet av att arbeta hemma hos familjer, och tydligast exempel i båda intervjuerna.".to_owned(),
        });
        Recruited {
            opening,
            applied: all,
            briefings: Vec::new(),
        }
    }
}

/// Somebody who was called and met twice, with references and a note that extracts were shown. Whoever stands second was
/// hired, and scored highest.
fn interviewed(one: &mut Applied, panel: &Panel<'_>, called: Day) {
    one.application.called_at = Some(called.at(hour(9, 0)));
    let is_hired = one.application.stage == Stage::Hired;
    let score = if is_hired { 5 } else { 3 };
    for (sitting, days) in [(Sitting::First, 7), (Sitting::Second, 14)] {
        let held = called.plus(days).at(hour(11, 0));
        for by in std::iter::once(panel.lead).chain(panel.others.iter().copied()) {
            one.sheets
                .push(sheet((by, sitting), &[(1, score), (2, 4)], Some(held)));
        }
    }
    one.references.push(Reference {
        who: "Sten Föreståndare, tidigare chef".to_owned(),
        on: called.plus(17),
        by: panel.lead,
        summary: "Kommer tillbaka till familjen också när det har gått snett.".to_owned(),
    });
    one.application.register = is_hired.then(|| RegisterNote {
        shown_on: called.plus(20),
        issued_on: called.plus(9),
        by: panel.lead,
    });
}

fn sheet(
    (by, sitting): (StaffId, Sitting),
    scores: &[(usize, u8)],
    locked_at: Option<Instant>,
) -> Sheet {
    let mark = |(place, score): &(usize, u8)| {
        let note = "Gav ett eget exempel och sade vad det ledde till.".to_owned();
        (
            *place,
            Mark {
                score: *score,
                note,
            },
        )
    };
    Sheet {
        sitting,
        by,
        marks: scores.iter().map(mark).collect::<BTreeMap<_, _>>(),
        locked_at,
        version: 0,
    }
}

fn competence(name: &str, (weight, judged): (Weight, Judged), question: &str) -> Competence {
    let anchors = match question.is_empty() {
        true => ["", "", ""],
        false => [
            "Svarar i allmänna ord, inget eget exempel",
            "Ett eget exempel med vad hen gjorde",
            "Ett eget exempel, vad det ledde till och vad hen gör annorlunda nu",
        ],
    };
    Competence {
        name: name.to_owned(),
        weight,
        judged,
        question: question.to_owned(),
        anchors: anchors.map(str::to_owned),
    }
}

fn profile(last_on: Day) -> Profile {
    let question = |text: &str, kind, choices: &[&str], needed: &str| Question {
        text: text.to_owned(),
        kind,
        choices: choices.iter().map(|one| (*one).to_owned()).collect(),
        needed: needed.to_owned(),
    };
    Profile {
        post: "Familjebehandlare".to_owned(),
        place: "Påhittsgården, Provköping".to_owned(),
        extent: "Heltid, tills vidare. Beredskap ungefär en vecka av sex.".to_owned(),
        about: "Du arbetar med ett fåtal familjer i taget, hemma hos dem och på tider som passar dem. Varje vecka planerar du \
            med teamet och får handledning.\n\nTeamet är fyra behandlare och en gruppledare. Du får fem dagars grundutbildning \
            och fyra utbildningsdagar om året."
            .to_owned(),
        contact: "Gruppledaren, 08-508 00 000".to_owned(),
        posts: 1,
        last_on: Some(last_on),
        names: Names::Hidden,
        cv: CvWish::Optional,
        competences: vec![
            competence(
                "Socionom, psykolog eller motsvarande",
                (Weight::Must, Judged::Application),
                "",
            ),
            competence(
                "Samarbeta med föräldrar som inte har valt hjälpen",
                (Weight::Must, Judged::Interview),
                "Berätta om en gång när en förälder inte ville att du skulle komma. Vad gjorde du?",
            ),
            competence(
                "Stå kvar när det blir kris",
                (Weight::Must, Judged::Interview),
                "Berätta om en kväll som blev akut. Hur tänkte du, och vem tog du hjälp av?",
            ),
            competence(
                "Ta emot återkoppling",
                (Weight::Merit, Judged::References),
                "",
            ),
        ],
        questions: vec![
            question("Har du körkort?", QuestionKind::YesNo, &[], "yes"),
            question(
                "Vilken examen har du?",
                QuestionKind::Choice,
                &["Socionom", "Psykolog", "Annan examen"],
                "",
            ),
            question(
                "Vad har du arbetat med som liknar det här?",
                QuestionKind::Text,
                &[],
                "",
            ),
        ],
    }
}

fn applied(opening: &Opening, (number, came): (i64, Day), dice: &mut Dice) -> Option<Applied> {
    let place = usize::try_from(number).ok()?;
    let (name, degree, wrote) = PEOPLE.get(place % PEOPLE.len())?;
    let local: String = name
        .to_lowercase()
        .replace(' ', ".")
        .replace(['å', 'ä'], "a")
        .replace('ö', "o");
    let drives = if place == 3 { "no" } else { "yes" };
    let cv = (place.is_multiple_of(2)).then(|| file::pdf(&format!("CV: {degree}")));
    let bytes = cv.as_ref().map(|file| u32::try_from(file.len()));
    let at = came.at(hour(8 + u8::try_from(number).ok()?, 20));
    Some(Applied {
        application: Application {
            id: ApplicationId(dice.id()),
            opening: opening.id,
            number: u32::try_from(number + 1).ok()?,
            received_at: at,
            language: Language::Swedish,
            person: Contact {
                name: (*name).to_owned(),
                email: format!("{local}@example.org"),
                phone: format!("070-000 00 {:02}", number + 10),
            },
            answers: [drives, degree, wrote].map(str::to_owned).to_vec(),
            staff: None,
            cv_bytes: bytes.transpose().ok()?,
            stage: Stage::Received,
            stage_at: at,
            called_at: None,
            register: None,
            version: 1,
        },
        cv,
        sheets: Vec::new(),
        references: Vec::new(),
        messages: Vec::new(),
    })
}
