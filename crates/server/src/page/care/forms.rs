//! The forms of the page of decisions: those that the case's stage has room for.

use hemma_app::care::{Colleague, Manage, treatment_phases};
use hemma_domain::case::{CareRole, DeclineReason, Stage};
use hemma_domain::code::Code as _;
use hemma_domain::time::Day;

use super::ManageForm;
use crate::http::form::Faults;
use crate::lang::Lang;
use crate::page::intake::field::{Field, Options};

/// One form of the page.
#[derive(Debug, Clone, Default)]
pub struct FormView {
    pub act: &'static str,
    pub title: String,
    pub lead: String,
    pub button: String,
    /// The class of the button.
    pub kind: &'static str,
    /// Fields nobody types in.
    pub hidden: Vec<(&'static str, String)>,
    pub fields: Vec<Field>,
    /// It was sent and came back, or it is what comes next.
    pub open: bool,
}

/// What a form is filled with and checked by.
struct Desk<'a> {
    view: &'a Manage,
    typed: &'a ManageForm,
    faults: &'a Faults,
    today: Day,
    lang: Lang,
}

/// The forms that the case's stage has room for, the next one first.
pub(super) fn of(
    view: &Manage,
    (typed, faults): (&ManageForm, &Faults),
    today: Day,
    lang: Lang,
) -> Vec<FormView> {
    let desk = Desk {
        view,
        typed,
        faults,
        today,
        lang,
    };
    let forms = match &view.head.case.stage {
        Stage::Referred => vec![desk.open(), desk.accept(), desk.decline()],
        Stage::Waiting { .. } => vec![desk.open(), desk.decline()],
        Stage::Declined { .. } => vec![desk.reconsider()],
        Stage::Open { .. } => {
            let mut forms = vec![desk.phase(), desk.assign()];
            forms.extend(desk.review());
            forms
        }
        Stage::Closed { .. } => vec![desk.reopen()],
    };
    forms.into_iter().map(|form| desk.filled(form)).collect()
}

impl Desk<'_> {
    /// Whether a form is the one that came back.
    fn came_back(&self, act: &str) -> bool {
        self.typed.act == act
    }

    /// What was typed in a form, or what it begins with.
    fn value<'v>(&self, act: &str, typed: &'v str, first: &'v str) -> &'v str {
        if self.came_back(act) { typed } else { first }
    }

    fn filled(&self, form: FormView) -> FormView {
        let back = self.came_back(form.act);
        let fields = form.fields.into_iter().map(|field| {
            let field = field.in_form(form.act);
            if back {
                field.checked(self.faults, self.lang)
            } else {
                field
            }
        });
        FormView {
            fields: fields.collect(),
            open: form.open || back,
            ..form
        }
    }

    fn reason(&self, act: &str, key: &str) -> Field {
        let typed = self.value(act, &self.typed.reason, "");
        Field::area("reason", self.lang.t(key), typed)
    }

    fn on(&self, act: &str, name: &str, key: &str, typed: &str) -> Field {
        let today = self.lang.full_day(self.today);
        Field::day(name, self.lang.t(key), self.value(act, typed, &today))
    }

    /// Those who may carry the case in a role, with how full they are.
    fn people(&self, roles: &[CareRole]) -> Options {
        let all = self.view.colleagues.iter();
        let may = all.filter(|one| roles.iter().any(|role| role.may_be_held_by(one.role)));
        let mut list: Vec<(String, String)> = may
            .map(|one| (one.staff.to_string(), self.person(one)))
            .collect();
        list.dedup();
        Options(list).or_none(self.lang.t("care-choose"))
    }

    fn person(&self, one: &Colleague) -> String {
        let lang = self.lang;
        let name = ("name", one.name.as_str());
        if !CareRole::Therapist.may_be_held_by(one.role) {
            return lang.t2("care-person-role", name, ("role", lang.name(one.role)));
        }
        let used = one.open.len();
        match self.view.limit() {
            Some(limit) => lang.filled(
                "care-person-load",
                [
                    ("name", one.name.as_str().into()),
                    ("used", used.into()),
                    ("limit", limit.into()),
                ],
            ),
            None => lang.t2("care-person-open", name, ("used", used)),
        }
    }

    fn open(&self) -> FormView {
        let lang = self.lang;
        let staff = self.value("open", &self.typed.care_staff, "");
        let people = self.people(&[CareRole::Therapist]);
        FormView {
            act: "open",
            title: lang.t("care-form-open"),
            lead: lang.t("care-form-open-lead"),
            button: lang.t("care-do-open"),
            kind: "primary",
            fields: vec![
                Field::select("care_staff", lang.t("care-first-therapist"), staff, people),
                self.on("open", "opened_on", "care-opened-on", &self.typed.opened_on),
                self.reason("open", "care-reason-open")
                    .help(lang.t("care-reason-open-help")),
            ],
            open: true,
            ..FormView::default()
        }
    }

    fn accept(&self) -> FormView {
        let lang = self.lang;
        let reason = self.reason("accept", "care-reason");
        let clear = self.view.standing.is_some_and(|one| one.is_clear());
        FormView {
            act: "accept",
            title: lang.t("care-form-accept"),
            lead: lang.t("care-form-accept-lead"),
            button: lang.t("care-do-accept"),
            fields: vec![if clear {
                reason.voluntary(lang)
            } else {
                reason.help(lang.t("care-reason-criteria"))
            }],
            ..FormView::default()
        }
    }

    fn decline(&self) -> FormView {
        let lang = self.lang;
        let why = self.value("decline", &self.typed.why, "");
        let reasons = Options::of::<DeclineReason>(lang);
        FormView {
            act: "decline",
            title: lang.t("care-form-decline"),
            lead: lang.t("care-form-decline-lead"),
            button: lang.t("care-do-decline"),
            kind: "danger",
            fields: vec![
                Field::chips("why", lang.t("care-why"), why, reasons),
                self.reason("decline", "care-reason")
                    .help(lang.t("care-reason-decline-help")),
            ],
            ..FormView::default()
        }
    }

    fn reconsider(&self) -> FormView {
        let lang = self.lang;
        FormView {
            act: "reconsider",
            title: lang.t("care-form-reconsider"),
            lead: lang.t("care-form-reconsider-lead"),
            button: lang.t("care-do-reconsider"),
            fields: vec![self.reason("reconsider", "care-reason").voluntary(lang)],
            open: true,
            ..FormView::default()
        }
    }

    fn phases(&self, act: &str) -> Field {
        let lang = self.lang;
        let phases = Options::coded(treatment_phases(&self.view.head.programme), lang);
        let now = match &self.view.head.case.stage {
            Stage::Open { phase, .. } => phase.as_str(),
            _ => phases.0.last().map_or("", |(code, _)| code.as_str()),
        };
        let value = self.value(act, &self.typed.phase, now).to_owned();
        Field::chips("phase", lang.t("care-phase"), &value, phases)
    }

    fn phase(&self) -> FormView {
        let lang = self.lang;
        FormView {
            act: "phase",
            title: lang.t("care-form-phase"),
            lead: lang.t("care-form-phase-lead"),
            button: lang.t("care-do-phase"),
            fields: vec![
                self.phases("phase"),
                self.on("phase", "phase_on", "care-phase-on", &self.typed.phase_on),
                self.reason("phase", "care-reason").voluntary(lang),
            ],
            ..FormView::default()
        }
    }

    fn reopen(&self) -> FormView {
        let lang = self.lang;
        FormView {
            act: "reopen",
            title: lang.t("care-form-reopen"),
            lead: lang.t("care-form-reopen-lead"),
            button: lang.t("care-do-reopen"),
            fields: vec![
                self.phases("reopen"),
                self.on("reopen", "phase_on", "care-phase-on", &self.typed.phase_on),
                self.reason("reopen", "care-reason"),
            ],
            ..FormView::default()
        }
    }

    fn assign(&self) -> FormView {
        let (lang, typed) = (self.lang, self.typed);
        let first = CareRole::Therapist.code();
        let staff = self.value("assign", &typed.care_staff, "");
        let role = self.value("assign", &typed.care_role, first);
        let replaces = self.value("assign", &typed.replaces, "");
        let to = self.value("assign", &typed.care_to, "");
        let now = self.view.cares.iter().filter(|(care, _)| care.to.is_none());
        let carers = now.map(|(care, name)| {
            let role = ("role", lang.name(care.role));
            let words = lang.t2("care-person-role", ("name", name), role);
            (care.id.to_string(), words)
        });
        let carers = Options(carers.collect()).or_none(lang.t("care-replaces-nobody"));
        FormView {
            act: "assign",
            title: lang.t("care-form-assign"),
            lead: lang.t("care-form-assign-lead"),
            button: lang.t("care-do-assign"),
            fields: vec![
                Field::chips(
                    "care_role",
                    lang.t("care-role"),
                    role,
                    Options::of::<CareRole>(lang),
                ),
                Field::select(
                    "care_staff",
                    lang.t("care-who"),
                    staff,
                    self.people(CareRole::ALL),
                ),
                Field::select("replaces", lang.t("care-replaces"), replaces, carers),
                self.on("assign", "care_from", "care-from", &typed.care_from),
                Field::day("care_to", lang.t("care-to"), to)
                    .help(lang.t("care-to-help"))
                    .voluntary(lang),
                self.reason("assign", "care-reason-open")
                    .help(lang.t("care-reason-limit-help")),
            ],
            ..FormView::default()
        }
    }

    /// Only while the board's review of a measure under LVU 22 § is to come.
    fn review(&self) -> Option<FormView> {
        let lang = self.lang;
        let one = self.view.assignment.as_ref()?;
        one.deadline(&self.view.head.case)?;
        Some(FormView {
            act: "review",
            title: lang.t("care-form-review"),
            lead: lang.t("care-form-review-lead"),
            button: lang.t("care-do-review"),
            hidden: vec![("assignment", one.id.to_string())],
            fields: vec![self.on(
                "review",
                "review_on",
                "care-reviewed-on",
                &self.typed.review_on,
            )],
            ..FormView::default()
        })
    }
}

/// A form for samples.
pub(super) fn sample(lang: Lang) -> FormView {
    let mut faults = Faults::none();
    faults.add("reason", "care-fault-criteria");
    let reason = Field::area("reason", lang.t("care-reason"), "").in_form("accept");
    FormView {
        act: "accept",
        title: lang.t("care-form-accept"),
        lead: lang.t("care-form-accept-lead"),
        button: lang.t("care-do-accept"),
        kind: "primary",
        fields: vec![
            reason.checked(&faults, lang),
            Field::select(
                "care_staff",
                lang.t("care-who"),
                "",
                Options::default().or_none(lang.t("care-choose")),
            ),
        ],
        open: true,
        ..FormView::default()
    }
}
