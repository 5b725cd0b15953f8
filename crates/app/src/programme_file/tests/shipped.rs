use hemma_domain::code::Code;
use hemma_domain::programme::{
    ArtefactKind, Field, Goal, Programme, Range, RoleCode, Schedule, Sourced, WeekTime,
};

use crate::programme_file::embedded;

#[test]
fn the_shipped_definitions_read_and_summarise_as_reviewed() {
    let files = embedded().unwrap_or_else(|faults| {
        panic!(
            "{}",
            faults
                .iter()
                .map(|fault| format!("{fault}\n"))
                .collect::<String>()
        )
    });
    for file in &files {
        let name = file.programme().code.to_lowercase();
        insta::assert_snapshot!(name, summary(file.programme()));
    }
    assert_eq!(files.len(), 3);
}

#[test]
fn komet_has_neither_on_call_nor_safety_plan_nor_weekly_loop() {
    let files = embedded().expect("no faults");
    let komet = files
        .iter()
        .find(|file| file.programme().code == "KOMET")
        .expect("Komet");
    let komet = komet.programme();
    assert!(!komet.on_call.value && komet.safety_plan().is_none() && komet.weekly.is_none());
    assert_eq!(
        komet
            .group
            .as_ref()
            .map(|group| (group.sessions.value, group.leaders.value)),
        Some((11, 2))
    );
    assert!(komet.role(RoleCode::Therapist).is_none());
}

/// What the definition settles, on one page, so that a change of a definition is read as a change of this.
fn summary(programme: &Programme) -> String {
    [head(programme), lists(programme), forms(programme)]
        .concat()
        .join("\n")
}

fn head(programme: &Programme) -> Vec<String> {
    let number = |number: &Option<Sourced<u32>>| {
        number
            .as_ref()
            .map_or("-".to_owned(), |n| n.value.to_string())
    };
    let range = |range: Range| format!("{}–{}", range.min, range.max);
    let limits = &programme.limits;
    let event = programme
        .event
        .as_ref()
        .map(|event| event.within_days.clone());
    let time =
        |time: &Sourced<WeekTime>| format!("{} {}", time.value.weekday.code(), time.value.time);
    let weekly = programme.weekly.as_ref().map_or("-".to_owned(), |weekly| {
        [&weekly.hand_in, &weekly.supervision, &weekly.consultation]
            .map(time)
            .join(", ")
    });
    vec![
        format!(
            "{} version {} from {}",
            programme.code, programme.version, programme.valid_from
        ),
        format!(
            "ages {}, event within {} days",
            range(programme.ages.value),
            number(&event)
        ),
        format!("on-call {}", programme.on_call.value),
        format!(
            "families per therapist {}",
            number(&limits.families_per_therapist_max)
        ),
        format!(
            "contacts per week {}",
            number(&limits.contacts_per_week_min)
        ),
        format!(
            "months {}",
            limits
                .length_months
                .as_ref()
                .map_or("-".to_owned(), |n| range(n.value))
        ),
        format!(
            "therapists {}",
            limits
                .team_size
                .as_ref()
                .map_or("-".to_owned(), |n| range(n.value))
        ),
        format!("follow-ups {:?}", programme.follow_ups()),
        format!("week {weekly}"),
    ]
}

fn lists(programme: &Programme) -> Vec<String> {
    let roles = programme.roles.iter().map(|role| {
        format!(
            "role {} {}–{}",
            role.code.code(),
            role.count.value.min,
            role.count.value.max
        )
    });
    let criteria = programme.criteria.all().map(|(side, criterion)| {
        format!(
            "{} {} ({})",
            side.code(),
            criterion.code,
            criterion.confidence.code()
        )
    });
    let closings = programme
        .closing_reasons
        .iter()
        .map(|reason| format!("closing {} as {}", reason.code, reason.counts_as.code()));
    let measures = programme.measures.iter().map(|rule| {
        let rhythm = match &rule.schedule {
            Schedule::Days {
                first_day,
                every_days,
            } => {
                format!(
                    "day {}, then every {} days",
                    first_day.value, every_days.value
                )
            }
            Schedule::Months { every_months } => format!("every {} months", every_months.value),
            Schedule::StartAndEnd => "start and end".to_owned(),
        };
        let raters = rule.raters_min.as_ref().map(|raters| raters.value);
        let raters = raters.map(|least| format!(", at least {least} raters"));
        format!(
            "measure {} about {}: {rhythm}{}",
            rule.instrument,
            rule.about.code(),
            raters.unwrap_or_default()
        )
    });
    let targets = programme.targets.iter().map(|target| {
        let goal = match target.goal.value {
            Goal::AtLeast(value) => format!("at least {value}"),
            Goal::Below(value) => format!("below {value}"),
            Goal::Within(low, high) => format!("{low} to {high}"),
        };
        format!("target {} {goal}", target.indicator)
    });
    roles
        .chain(criteria)
        .chain(closings)
        .chain(measures)
        .chain(targets)
        .collect()
}

fn forms(programme: &Programme) -> Vec<String> {
    let form = |artefact: &ArtefactKind| {
        let mark =
            |field: &Field| format!("{}{}", field.code, if field.required { "!" } else { "" });
        let fields: Vec<String> = artefact.fields.iter().map(mark).collect();
        format!(
            "{} {}, per {}, signed by {}, restricted {}, before goals {}: {}",
            artefact.role.code(),
            artefact.code,
            artefact.once_per.code(),
            artefact.signatures.code(),
            artefact.restricted,
            artefact.required_before_goals,
            fields.join(" ")
        )
    };
    programme.artefacts.iter().map(form).collect()
}
