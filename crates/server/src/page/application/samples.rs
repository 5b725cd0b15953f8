//! Every state of these pages.

use hemma_app::application::{Advert, OwnApplication};
use hemma_domain::application::{Application, Contact, Message, Stage};
use hemma_domain::briefing::Briefing;
use hemma_domain::ids::{ApplicationId, BriefingId, NetworkId, OpeningId, StaffId};
use hemma_domain::opening::{
    Competence, CvWish, Judged, Names, Opening, Profile, Question, QuestionKind, State, Weight,
};
use hemma_domain::recruiting::Term;
use hemma_domain::staff::Language;
use hemma_domain::time::{Day, Instant};
use uuid::Uuid;

use super::briefing::view;
use super::{
    AdvertView, Around, BriefingPage, ClosedPage, FormPage, JobPage, JobView, JobsPage, OwnPage,
    SeatPage, other,
};
use crate::http::form::Faults;
use crate::http::posted::Posted;
use crate::http::visit::Theme;
use crate::lang::Lang;
use crate::page::{Sampled, Samples, sampled};

const SV: Lang = Lang::SV;
const EN: Lang = Lang::EN;

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<JobsPage>("jobs");
    all.extend(sampled::<JobPage>("job"));
    all.extend(sampled::<FormPage>("application form"));
    all.extend(sampled::<ClosedPage>("application closed"));
    all.extend(sampled::<OwnPage>("own application"));
    all.extend(sampled::<BriefingPage>("briefing"));
    all.extend(sampled::<SeatPage>("seat"));
    all
}

fn around(lang: Lang, title: &str) -> Around {
    Around {
        lang,
        theme: Theme::Device,
        title: lang.t(title),
        path: "/jobs".to_owned(),
        other_language: other(lang),
        is_secret: false,
    }
}

/// A profile with one of each kind.
pub(crate) fn profile() -> Profile {
    let competence = |name: &str, weight, judged| Competence {
        name: name.to_owned(),
        weight,
        judged,
        question: "Berätta om ett hembesök som blev svårt. Vad gjorde du?".to_owned(),
        anchors: [
            "Inget eget exempel",
            "Ett exempel",
            "Ett exempel och vad det lärde",
        ]
        .map(str::to_owned),
    };
    let question = |text: &str, kind, choices: &[&str]| Question {
        text: text.to_owned(),
        kind,
        choices: choices.iter().map(|one| (*one).to_owned()).collect(),
        needed: String::new(),
    };
    Profile {
        post: "Familjebehandlare".to_owned(),
        place: "Påhittsgården, Provköping".to_owned(),
        extent: "Heltid, tills vidare".to_owned(),
        about: "Du möter familjer hemma, när det passar dem.\n\nTeamet är fyra.".to_owned(),
        contact: "Gun Alebäck, 08-508 00 033".to_owned(),
        posts: 1,
        last_on: Some(Day(jiff::civil::date(2026, 12, 13))),
        names: Names::Hidden,
        cv: CvWish::Optional,
        competences: vec![
            competence("Socionom", Weight::Must, Judged::Application),
            competence("Samarbeta med föräldrar", Weight::Must, Judged::Interview),
            competence("Lugn i kris", Weight::Merit, Judged::References),
        ],
        questions: vec![
            question("Har du körkort?", QuestionKind::YesNo, &[]),
            question(
                "Vilken examen har du?",
                QuestionKind::Choice,
                &["Socionom", "Psykolog"],
            ),
            question("Vad har du arbetat med?", QuestionKind::Text, &[]),
        ],
    }
}

/// An opening in a state.
pub(crate) fn opening(state: State) -> Opening {
    Opening {
        id: OpeningId(Uuid::nil()),
        network: NetworkId(Uuid::nil()),
        team: None,
        profile: profile(),
        state,
        members: Vec::new(),
        made: (noon(), StaffId(Uuid::nil())),
        version: 1,
    }
}

/// A moment.
pub(crate) fn noon() -> Instant {
    Instant(jiff::Timestamp::UNIX_EPOCH).plus_seconds(1_795_431_600)
}

/// An application in a stage.
pub(crate) fn application(stage: Stage) -> Application {
    Application {
        id: ApplicationId(Uuid::nil()),
        opening: OpeningId(Uuid::nil()),
        number: 7,
        received_at: noon(),
        language: Language::Swedish,
        person: Contact {
            name: "Pelle Påhittsson".to_owned(),
            email: "pelle@example.org".to_owned(),
            phone: "070-000 00 01".to_owned(),
        },
        answers: ["yes", "Socionom", "Tre år i skolan."]
            .map(str::to_owned)
            .to_vec(),
        staff: None,
        cv_bytes: Some(120_000),
        stage,
        stage_at: noon(),
        called_at: None,
        register: None,
        version: 1,
    }
}

fn advert() -> Advert {
    Advert {
        opening: opening(State::Open),
        place: "MST-CAN Järva".to_owned(),
        kept: Some(Term::Months(24)),
        guests_kept: Some(Term::Days(14)),
    }
}

impl Samples for JobsPage {
    fn samples() -> Vec<(&'static str, JobsPage)> {
        let page = |lang: Lang, jobs| JobsPage {
            around: around(lang, "application-jobs"),
            lang,
            jobs,
        };
        let job = JobView {
            url: "/".to_owned(),
            post: "Familjebehandlare".to_owned(),
            team: "MST-CAN Järva".to_owned(),
            place: "Provköping".to_owned(),
            last_on: SV.t1("application-until", "day", "13 december 2026"),
        };
        vec![
            ("empty", page(SV, Vec::new())),
            ("usual", page(EN, vec![job])),
        ]
    }
}

impl Samples for JobPage {
    fn samples() -> Vec<(&'static str, JobPage)> {
        let page = |lang: Lang| JobPage {
            around: around(lang, "application-job"),
            lang,
            advert: AdvertView::of(&profile(), "MST-CAN Järva", lang),
            apply: "/".to_owned(),
            briefings: vec![view(&briefing(4), lang), view(&briefing(20), lang)],
        };
        vec![("usual", page(SV)), ("English", page(EN))]
    }
}

fn briefing(taken: u32) -> Briefing {
    Briefing {
        id: BriefingId(Uuid::nil()),
        opening: OpeningId(Uuid::nil()),
        at: noon().plus_seconds(7 * 24 * 3600),
        place: "Påhittssalen, Provköping".to_owned(),
        seats: 20,
        taken,
        cancelled_at: None,
    }
}

impl Samples for BriefingPage {
    fn samples() -> Vec<(&'static str, BriefingPage)> {
        let page = |lang: Lang, faults| {
            let typed = (&Posted::default(), "k3f9".to_owned());
            let around = around(lang, "briefing-title");
            BriefingPage::of(around, (&briefing(4), &advert()), typed, faults)
        };
        let mut wrong = Faults::none();
        wrong.add("name", "application-fault-name");
        vec![
            ("empty", page(SV, Faults::none())),
            ("with faults", page(EN, wrong)),
        ]
    }
}

impl Samples for SeatPage {
    fn samples() -> Vec<(&'static str, SeatPage)> {
        let page = |lang: Lang, is_off| SeatPage {
            around: around(lang, "briefing-seat-title"),
            lang,
            notice: None,
            post: "Familjebehandlare".to_owned(),
            at: lang.moment(noon()),
            place: "Påhittssalen".to_owned(),
            is_off,
            address: "https://hemma.example/application/seat/k3f9".to_owned(),
            url: "/application/seat/k3f9".to_owned(),
        };
        vec![("usual", page(SV, false)), ("called off", page(EN, true))]
    }
}

impl Samples for FormPage {
    fn samples() -> Vec<(&'static str, FormPage)> {
        let page = |lang: Lang, typed: &str, faults| {
            let around = around(lang, "application-form-title");
            let typed = (&Posted::read(typed), "k3f9".to_owned());
            FormPage::of(around, &advert(), typed, faults)
        };
        let mut wrong = Faults::none();
        wrong.add("name", "application-fault-name");
        wrong.add("question-1", "application-fault-unanswered");
        wrong.add("question-3", "application-fault-identity");
        wrong.add("cv", "file-fault-archive");
        vec![
            ("empty", page(SV, "", Faults::none())),
            (
                "with faults",
                page(EN, "question-2=Socionom&question-3=850709-9805", wrong),
            ),
        ]
    }
}

impl Samples for ClosedPage {
    fn samples() -> Vec<(&'static str, ClosedPage)> {
        let page = |key: &str, again: &str| ClosedPage {
            around: around(SV, "application-form-title"),
            lang: SV,
            heading: SV.t(&format!("{key}-title")),
            text: SV.t1(key, "time", "14:05"),
            again: again.to_owned(),
            own: String::new(),
        };
        vec![
            ("held", page("application-held", "/")),
            ("full", page("application-full", "")),
            ("closed", page("application-closed", "")),
        ]
    }
}

impl Samples for OwnPage {
    fn samples() -> Vec<(&'static str, OwnPage)> {
        let page = |lang: Lang, stage, messages| {
            let found = OwnApplication {
                advert: advert(),
                application: application(stage),
                messages,
            };
            let url = "/application/k3f9-77qd".to_owned();
            OwnPage::of(
                around(lang, "application-own-title"),
                found,
                (url, "https://hemma.example"),
            )
        };
        let message = Message {
            body: "Tack för din ansökan.\n\nVi hör av oss.".to_owned(),
            at: noon(),
            by: StaffId(Uuid::nil()),
        };
        vec![
            ("received", page(SV, Stage::Received, Vec::new())),
            ("with a message", page(EN, Stage::Invited, vec![message])),
            ("withdrawn", page(SV, Stage::Withdrawn, Vec::new())),
            ("hired", page(SV, Stage::Hired, Vec::new())),
        ]
    }
}
