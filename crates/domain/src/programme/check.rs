//! Whether a definition makes sense as a whole: lengths, codes, ranges, and what its parts say of each other.

use std::collections::BTreeSet;

use super::artefact::{ARTEFACTS_MAX, ArtefactKind, ArtefactRole, OncePer};
use super::fault::{Fault, Faults, Path, Reason};
use super::{
    CountsAs, Criterion, Definition, Goal, MeasureRule, RoleCode, Schedule, Side, WeeklyLoop,
};
use crate::code::Code;
use crate::round::{RATERS_MIN_LEAST, RATERS_MIN_MOST};

mod field;
mod part;

/// Characters of a label: two lines on a phone.
pub const LABEL_CHARS_MAX: usize = 160;
/// Characters of a help text: one paragraph.
pub const HELP_CHARS_MAX: usize = 600;
/// Entries of any list but fields: one screen.
pub const LIST_MAX: usize = 60;
/// Characters of a code: fits a column, an address and a file name.
const CODE_CHARS_MAX: usize = 40;
/// Nobody older is anybody's target child; 25 leaves room for programmes that follow young adults.
const AGE_MAX: u32 = 25;
/// Ten years in months and in days: a longer span in a programme is a slip of the pen.
const MONTHS_MAX: u32 = 120;
const DAYS_MAX: u32 = 3650;
/// More people, families, contacts or sessions than one team or one week holds.
const COUNT_MAX: u32 = 100;

/// Everything that is wrong with the definition.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
    let sources = definition
        .sources
        .iter()
        .map(|source| source.code.as_str())
        .collect();
    let roles = definition.roles.iter().map(|role| role.code).collect();
    let mut check = Check {
        faults: Faults::default(),
        sources,
        roles,
    };
    check.head(definition);
    check.who(definition);
    check.limits(definition);
    check.lists(definition);
    check.week(definition);
    check.measures(definition);
    check.artefacts(definition);
    check.faults.0
}

struct Check<'a> {
    faults: Faults,
    sources: BTreeSet<&'a str>,
    roles: Vec<RoleCode>,
}

impl Check<'_> {
    fn head(&mut self, definition: &Definition) {
        let root = Path::default();
        self.code(&definition.code, &root.key("code"));
        self.number(definition.version, 1, 100_000, &root.key("version"));
        self.label(&definition.name, &root.key("name"));
        self.help(&definition.about, &root.key("about"));
        let sources = root.key("sources");
        self.count(definition.sources.len(), 1, LIST_MAX, &sources);
        self.codes_in(
            definition.sources.iter().map(|source| source.code.as_str()),
            &sources,
            "code",
        );
        for (index, source) in definition.sources.iter().enumerate() {
            self.help(&source.title, &sources.index(index).key("title"));
        }
    }

    fn who(&mut self, definition: &Definition) {
        let root = Path::default();
        self.range(&definition.ages, 0, AGE_MAX, &root.key("ages"));
        if let Some(event) = &definition.event {
            let at = root.key("event");
            self.coded(&event.kinds, 1, &at.key("kinds"));
            self.sourced(&event.within_days, 1, DAYS_MAX, &at.key("within_days"));
            self.source(&event.anchor.source, &at.key("anchor"));
        }
        let living = root.key("living");
        self.source(&definition.living.source, &living);
        let allowed = &definition.living.value.allowed;
        self.count(
            allowed.len(),
            1,
            LIST_MAX,
            &living.key("value").key("allowed"),
        );
        let criteria = root.key("criteria");
        let inclusion = definition.criteria.inclusion.len();
        self.count(inclusion, 1, LIST_MAX, &criteria.key("inclusion"));
        self.count(
            definition.criteria.exclusion.len(),
            0,
            LIST_MAX,
            &criteria.key("exclusion"),
        );
        let entries = definition
            .criteria
            .all()
            .enumerate()
            .map(|(number, (side, criterion))| {
                let at = match side {
                    Side::Inclusion => criteria.key("inclusion").index(number),
                    Side::Exclusion => criteria
                        .key("exclusion")
                        .index(number.saturating_sub(inclusion)),
                };
                (criterion, at)
            });
        let entries: Vec<(&Criterion, Path)> = entries.collect();
        self.codes(
            entries
                .iter()
                .map(|(criterion, at)| (criterion.code.as_str(), at.key("code"))),
        );
        for (criterion, at) in &entries {
            self.criterion(criterion, at);
        }
    }

    fn criterion(&mut self, criterion: &Criterion, at: &Path) {
        self.label(&criterion.label, &at.key("label"));
        self.help(&criterion.help, &at.key("help"));
        self.source(&criterion.source, at);
        for role in &criterion.overridable_by {
            if !self.roles.contains(role) {
                self.faults
                    .push(at.key("overridable_by"), Reason::NoRole(role.code()));
            }
        }
    }

    fn limits(&mut self, definition: &Definition) {
        let root = Path::default();
        let roles = root.key("roles");
        self.count(definition.roles.len(), 1, LIST_MAX, &roles);
        self.codes_in(
            definition.roles.iter().map(|role| role.code.code()),
            &roles,
            "code",
        );
        for (number, role) in definition.roles.iter().enumerate() {
            let at = roles.index(number);
            self.label(&role.label, &at.key("label"));
            self.range(&role.count, 0, COUNT_MAX, &at.key("count"));
        }
        let at = root.key("limits");
        let limits = &definition.limits;
        if let Some(families) = &limits.families_per_therapist_max {
            self.sourced(
                families,
                1,
                COUNT_MAX,
                &at.key("families_per_therapist_max"),
            );
        }
        if let Some(contacts) = &limits.contacts_per_week_min {
            self.sourced(contacts, 1, COUNT_MAX, &at.key("contacts_per_week_min"));
        }
        if let Some(length) = &limits.length_months {
            self.range(length, 1, MONTHS_MAX, &at.key("length_months"));
        }
        if let Some(size) = &limits.team_size {
            self.range(size, 1, COUNT_MAX, &at.key("team_size"));
        }
    }

    fn lists(&mut self, definition: &Definition) {
        let root = Path::default();
        self.coded(&definition.phases, 1, &root.key("phases"));
        self.coded(&definition.outcomes, 0, &root.key("outcomes"));
        self.coded(
            &definition.instrumental_outcomes,
            0,
            &root.key("instrumental_outcomes"),
        );
        let needed = usize::from(definition.weekly.is_some());
        for (list, name) in [
            (&definition.principles, "principles"),
            (&definition.systems, "systems"),
        ] {
            if list.len() < needed {
                self.faults.push(root.key(name), Reason::LoopNeeds);
            }
            self.coded(list, 0, &root.key(name));
        }
        let reasons = root.key("closing_reasons");
        self.count(definition.closing_reasons.len(), 1, LIST_MAX, &reasons);
        self.codes_in(
            definition
                .closing_reasons
                .iter()
                .map(|reason| reason.code.as_str()),
            &reasons,
            "code",
        );
        for (number, reason) in definition.closing_reasons.iter().enumerate() {
            self.label(&reason.label, &reasons.index(number).key("label"));
        }
        let completed = definition
            .closing_reasons
            .iter()
            .any(|reason| reason.counts_as == CountsAs::Completed);
        if !completed {
            self.faults.push(reasons, Reason::NoCompletion);
        }
        for (months, name) in [
            (&definition.follow_up_months, "follow_up_months"),
            (&definition.research_months, "research_months"),
        ] {
            if let Some(months) = months {
                self.months(months, &root.key(name));
            }
        }
    }

    fn week(&mut self, definition: &Definition) {
        let root = Path::default();
        self.source(&definition.on_call.source, &root.key("on_call"));
        if let Some(WeeklyLoop {
            hand_in,
            supervision,
            consultation,
        }) = &definition.weekly
        {
            let at = root.key("weekly");
            self.source(&hand_in.source, &at.key("hand_in"));
            self.source(&supervision.source, &at.key("supervision"));
            self.source(&consultation.source, &at.key("consultation"));
        }
        if let Some(group) = &definition.group {
            let at = root.key("group");
            self.sourced(&group.sessions, 1, COUNT_MAX, &at.key("sessions"));
            self.sourced(&group.leaders, 1, COUNT_MAX, &at.key("leaders"));
            self.source(
                &group.leaders_certified.source,
                &at.key("leaders_certified"),
            );
            if !self.roles.contains(&RoleCode::GroupSessionLeader) {
                self.faults
                    .push(at, Reason::NoRole(RoleCode::GroupSessionLeader.code()));
            }
        }
    }

    fn measures(&mut self, definition: &Definition) {
        let root = Path::default();
        let measures = root.key("measures");
        self.count(definition.measures.len(), 0, LIST_MAX, &measures);
        self.codes_in(
            definition
                .measures
                .iter()
                .map(|rule| rule.instrument.as_str()),
            &measures,
            "instrument",
        );
        for (number, rule) in definition.measures.iter().enumerate() {
            let at = measures.index(number);
            self.measure(rule, &at);
        }
        let targets = root.key("targets");
        self.count(definition.targets.len(), 0, LIST_MAX, &targets);
        self.codes_in(
            definition
                .targets
                .iter()
                .map(|target| target.indicator.as_str()),
            &targets,
            "indicator",
        );
        for (number, target) in definition.targets.iter().enumerate() {
            let at = targets.index(number);
            self.source(&target.goal.source, &at.key("goal"));
            if let Goal::Within(low, high) = target.goal.value
                && low > high
            {
                self.faults.push(at.key("goal"), Reason::Backwards);
            }
        }
    }

    fn measure(&mut self, rule: &MeasureRule, at: &Path) {
        self.sourced(&rule.window_days, 0, DAYS_MAX, &at.key("window_days"));
        if let Some(raters) = &rule.raters_min {
            let at = at.key("raters_min");
            self.sourced(raters, RATERS_MIN_LEAST, RATERS_MIN_MOST, &at);
        }
        match &rule.schedule {
            Schedule::Days {
                first_day,
                every_days,
            } => {
                self.sourced(first_day, 0, DAYS_MAX, &at.key("first_day"));
                self.sourced(every_days, 1, DAYS_MAX, &at.key("every_days"));
            }
            Schedule::Months { every_months } => {
                self.sourced(every_months, 1, MONTHS_MAX, &at.key("every_months"));
            }
            Schedule::StartAndEnd => {}
        }
    }

    fn artefacts(&mut self, definition: &Definition) {
        let artefacts = Path::default().key("artefacts");
        if !self.count(definition.artefacts.len(), 0, ARTEFACTS_MAX, &artefacts) {
            return;
        }
        self.codes_in(
            definition
                .artefacts
                .iter()
                .map(|artefact| artefact.code.as_str()),
            &artefacts,
            "code",
        );
        let mut safety = false;
        for (number, artefact) in definition.artefacts.iter().enumerate() {
            let at = artefacts.index(number);
            self.label(&artefact.label, &at.key("label"));
            self.help(&artefact.help, &at.key("help"));
            if let Some(days) = &artefact.review_after_days {
                self.sourced(days, 1, DAYS_MAX, &at.key("review_after_days"));
            }
            if artefact.role == ArtefactRole::Safety {
                if std::mem::replace(&mut safety, true) {
                    self.faults.push(at.key("role"), Reason::SecondSafety);
                }
                self.safety(artefact, &at);
            }
            self.form(&artefact.fields, &at.key("fields"));
        }
    }

    fn safety(&mut self, artefact: &ArtefactKind, at: &Path) {
        if artefact.review_after_days.is_none() {
            self.faults.push(at.clone(), Reason::SafetyWithoutReview);
        }
        if artefact.restricted {
            self.faults
                .push(at.key("restricted"), Reason::SafetyRestricted);
        }
        if artefact.once_per != OncePer::Case {
            self.faults.push(at.key("once_per"), Reason::SafetyMany);
        }
    }
}
