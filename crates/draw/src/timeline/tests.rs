use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> TimelineWords {
    TimelineWords {
        phases: "Fas".to_owned(),
        events: "Händelser".to_owned(),
        contacts: "Kontakter".to_owned(),
        minimum: "minst".to_owned(),
        steps: "Delmål".to_owned(),
        steps_met: "uppnått".to_owned(),
        steps_partly: "delvis".to_owned(),
        steps_unmet: "inte uppnått".to_owned(),
        handed_in: "Veckosammanfattning".to_owned(),
        in_time: "i tid".to_owned(),
        late: "sen".to_owned(),
        missing: "saknas".to_owned(),
        scores: "TAM-R".to_owned(),
        score_limit: "gräns 0,61".to_owned(),
        weeks_before: "tidigare veckor".to_owned(),
        empty: "Behandlingen har inte börjat.".to_owned(),
    }
}

fn event(week_index: usize, glyph: EventGlyph, label: &str) -> TimelineEvent {
    TimelineEvent {
        week_index,
        glyph,
        label: label.to_owned(),
    }
}

fn phase(from_week: usize, to_week: usize, label: &str) -> PhaseSpan {
    PhaseSpan {
        from_week,
        to_week,
        label: label.to_owned(),
    }
}

fn score(week_index: usize, value: f64, label: &str) -> ScorePoint {
    ScorePoint {
        week_index,
        value,
        label: label.to_owned(),
    }
}

fn weeks(count: usize) -> Vec<TimelineWeek> {
    let mut chance = Chance::new(7);
    (0..count)
        .map(|i| TimelineWeek {
            label: format!("v. {}", (i + 13) % 52 + 1),
            contacts: 1 + chance.below(5),
            minimum: Some(3),
            steps_met: chance.below(3),
            steps_partly: chance.below(2),
            steps_unmet: chance.below(2),
            handed_in: [
                HandIn::InTime,
                HandIn::InTime,
                HandIn::InTime,
                HandIn::Late,
                HandIn::Missing,
            ][chance.index(5)],
        })
        .collect()
}

fn case(count: usize) -> Timeline {
    use EventGlyph::{Incident, Meeting, Phase, Safety};
    let all = vec![
        event(0, Safety, "Säkerhetsplan 1"),
        event(2, Incident, "Knuff i hallen"),
        event(3, Safety, "Säkerhetsplan 2"),
        event(3, Meeting, "Möte med skolan"),
        event(7, Phase, "Förändra"),
        event(11, Incident, "Rymde över natten"),
        event(12, Safety, "Säkerhetsplan 3"),
        event(21, Meeting, "Uppföljning med socialtjänsten"),
        event(
            count.saturating_sub(1),
            Meeting,
            "Avslutningsmöte med familjen",
        ),
    ];
    Timeline {
        weeks: weeks(count),
        events: all.into_iter().filter(|e| e.week_index < count).collect(),
        phases: vec![
            phase(0, 6, "Förstå"),
            phase(7, 20, "Förändra"),
            phase(21, 90, "Hålla i"),
        ],
        scores: vec![
            score(2, 0.54, "0,54"),
            score(6, 0.64, "0,64"),
            score(10, 0.57, "0,57"),
            score(14, 0.71, "0,71"),
            score(18, 0.75, "0,75"),
        ],
        score_limit: Some(0.61),
        words: words(),
    }
}

#[test]
fn half_a_year() {
    check("timeline-half-year", |frame| case(26).svg(frame));
}

#[test]
fn the_first_week() {
    check("timeline-first-week", |frame| case(1).svg(frame));
}

#[test]
fn a_long_treatment() {
    check("timeline-long", |frame| case(80).svg(frame));
}

#[test]
fn before_the_start() {
    let empty = Timeline {
        words: words(),
        ..Timeline::default()
    };
    check("timeline-empty", |frame| empty.svg(frame));
}

#[test]
fn too_many_weeks_and_events_are_counted() {
    let mut long = case(92);
    let busy = (0..EVENTS_MAX).map(|_| event(40, EventGlyph::Meeting, "Nätverksmöte"));
    long.events.extend(busy.collect::<Vec<_>>());
    let svg = long.svg(&frame(Format::Page));
    assert!(svg.contains("+12 tidigare veckor"));
    assert!(svg.contains(">Händelser +"));
}

#[test]
fn markup_stays_text() {
    let mut case = case(8);
    case.events[0].label = "<script>".to_owned();
    case.phases[0].label = "\"><script>".to_owned();
    let svg = case.svg(&frame(Format::Page));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn no_text_touches_another_or_a_line() {
    use EventGlyph::{Incident, Meeting, Phase, Safety};
    for seed in 0..160 {
        let mut chance = Chance::new(seed);
        let count = 1 + chance.index(84);
        let mut case = case(count);
        case.events = (0..chance.below(30))
            .map(|_| TimelineEvent {
                week_index: chance.index(count + 2),
                glyph: [Incident, Safety, Meeting, Phase][chance.index(4)],
                label: chance.text(),
            })
            .collect();
        case.phases = (0..chance.below(6))
            .map(|_| PhaseSpan {
                from_week: chance.index(count + 2),
                to_week: chance.index(count + 9),
                label: chance.text(),
            })
            .collect();
        case.scores = (0..chance.below(12))
            .map(|_| ScorePoint {
                week_index: chance.index(count),
                value: f64::from(chance.below(130)) / 100.0,
                label: "0,61".to_owned(),
            })
            .collect();
        for week in &mut case.weeks {
            week.steps_met = chance.below(9);
            week.contacts = chance.below(14);
            week.minimum = (!chance.yes(4)).then_some(3);
        }
        for format in FORMATS {
            let (canvas, width, height) = case.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
