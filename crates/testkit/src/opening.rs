//! An invented opening of the first team: its leader is responsible, two colleagues assess.

use hemma_domain::application::{Application, Contact, Stage};
use hemma_domain::ids::{ApplicationId, OpeningId, StaffId};
use hemma_domain::opening::{
    Competence, CvWish, Judged, Member, Names, Opening, Part, Profile, Question, QuestionKind,
    State, Weight,
};
use hemma_domain::staff::Language;
use hemma_domain::time::Day;
use hemma_store::db::Db;
use hemma_store::opening;
use uuid::Uuid;

use crate::{fixture, noon};

/// The opening.
pub const OPENING: OpeningId = OpeningId(Uuid::from_u128(0xF0_00A0));

/// Its members.
pub const MEMBERS: [(StaffId, Part); 3] = [
    (fixture::LEADER, Part::Responsible),
    (fixture::COLLEAGUE, Part::Assessor),
    (fixture::PSYCHIATRIST, Part::Assessor),
];

/// The last day to apply.
pub const LAST_ON: &str = "2026-12-13";

fn competence(name: &str, weight: Weight, judged: Judged) -> Competence {
    let is_asked = judged == Judged::Interview;
    let text = |text: &str| {
        if is_asked {
            text.to_owned()
        } else {
            String::new()
        }
    };
    Competence {
        name: name.to_owned(),
        weight,
        judged,
        question: text("Berätta om ett hembesök som blev svårt. Vad gjorde du?"),
        anchors: [
            text("Inget eget exempel"),
            text("Ett exempel med eget handlande"),
            text("Ett exempel, vad det ledde till och vad som lärdes"),
        ],
    }
}

/// What is looked for: ready to be published.
pub fn profile() -> Profile {
    Profile {
        post: "Familjebehandlare".to_owned(),
        place: "Påhittsgården, Provköping".to_owned(),
        extent: "Heltid, tills vidare".to_owned(),
        about: "Du möter familjer hemma, när det passar dem.".to_owned(),
        contact: "Gun Alebäck, 08-508 00 033".to_owned(),
        posts: 1,
        last_on: Some(LAST_ON.parse::<Day>().expect("a day")),
        names: Names::Hidden,
        cv: CvWish::Optional,
        competences: vec![
            competence(
                "Socionom eller motsvarande",
                Weight::Must,
                Judged::Application,
            ),
            competence("Samarbeta med föräldrar", Weight::Must, Judged::Interview),
            competence("Arbeta under press", Weight::Merit, Judged::Interview),
        ],
        questions: vec![
            Question {
                text: "Har du körkort?".to_owned(),
                kind: QuestionKind::YesNo,
                choices: Vec::new(),
                needed: "yes".to_owned(),
            },
            Question {
                text: "Vilken examen har du?".to_owned(),
                kind: QuestionKind::Choice,
                choices: vec!["Socionom".to_owned(), "Psykolog".to_owned()],
                needed: String::new(),
            },
            Question {
                text: "Vad har du arbetat med?".to_owned(),
                kind: QuestionKind::Text,
                choices: Vec::new(),
                needed: String::new(),
            },
        ],
    }
}

/// The opening in a state.
pub fn opening(state: State) -> Opening {
    let member = |(staff, part): (StaffId, Part)| Member { staff, part };
    Opening {
        id: OPENING,
        network: fixture::NETWORK,
        team: Some(fixture::TEAMS[0]),
        profile: profile(),
        state,
        members: MEMBERS.map(member).to_vec(),
        made: (noon("2026-11-20"), fixture::LEADER),
        version: 1,
    }
}

/// An application to it, as it came in.
pub fn application(number: u32) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(0xF0_0B00 + u128::from(number))),
        opening: OPENING,
        number,
        received_at: noon(fixture::TODAY),
        language: Language::Swedish,
        person: Contact {
            name: format!("Pelle Påhittsson {number}"),
            email: format!("pelle{number}@example.org"),
            phone: "070-000 00 01".to_owned(),
        },
        answers: ["yes", "Socionom", "Tre år i skolan."]
            .map(str::to_owned)
            .to_vec(),
        staff: None,
        cv_bytes: None,
        stage: Stage::Received,
        stage_at: noon(fixture::TODAY),
        called_at: None,
        register: None,
        version: 1,
    }
}

/// Stores the opening with a public advert.
pub async fn fill(db: &Db) {
    let mut tx = db.write("opening").await.expect("a transaction");
    opening::insert(&mut tx, &opening(State::Open))
        .await
        .expect("an opening");
    tx.commit().await.expect("a commit");
}

/// A PDF of one empty page, with something more in its first object.
pub fn pdf(more: &str) -> Vec<u8> {
    let body = format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {more} >>\nendobj\n");
    let at = body.len();
    format!(
        "{body}xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    )
    .into_bytes()
}
