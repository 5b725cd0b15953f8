//! A team's finished rows on their way from one installation to another: what they hold, what tells them from others, and
//! why they are not taken. `docs/formats/feed.md` is the layout.

use std::fmt;

use hemma_domain::access::{Actor, Errand};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::TeamId;
use hemma_domain::review::{Span, Term};
use hemma_domain::sender::{QUARTERS_MAX, Why};
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_store::review::Rows;
use hemma_store::{site, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::login::hash;

/// The version of the layout.
pub const LAYOUT: u32 = 1;

/// Days that the sender's calendar may be ahead of ours: it is tomorrow somewhere.
const AHEAD_DAYS: i64 = 1;

/// Characters of a foreign word that a refusal repeats.
const TOLD_CHARS: usize = 60;

/// The day on which everything was last sent.
const SENT: &str = "feed_sent";

/// A team's finished rows, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The programme's code.
    pub programme: String,
    pub counting: Counting,
    /// The first day that is not counted.
    pub end: Day,
    /// By the first day of the quarter; none without anything in it.
    pub rows: Rows,
}

/// By which rules rows were counted: what must be the same where they are read together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    /// The instrument whose interviews are scored; empty where the programme has none.
    pub instrument: String,
    /// Its scale.
    pub scale: String,
    /// The rule, and its version.
    pub score: (String, u32),
    /// What sums of scores are parts of.
    pub denominator: u64,
    /// From which mean on a family is above: so many of so many.
    pub cut_off: (u32, u32),
    /// So many days after its due day an interview is overdue.
    pub overdue_after_days: u16,
}

/// Why rows are not taken. In English: the sender's command line and log say it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the team runs {here} here and {there} there")]
    Programme { here: String, there: String },
    #[error("{what} is {here} here and {there} there")]
    Counting {
        what: &'static str,
        here: String,
        there: String,
    },
    #[error("{0} is no first day of a quarter")]
    Quarter(Day),
    #[error("the quarter from {0} on begins after the last day that is counted")]
    Beyond(Day),
    #[error("{sum} of the quarter from {quarter} on cannot be")]
    Sums { quarter: Day, sum: &'static str },
    #[error("there are {0} quarters, and {QUARTERS_MAX} are the most")]
    Many(usize),
    #[error("it is counted up to {0}, which has not been yet: a clock is wrong")]
    Ahead(Day),
    #[error("it is counted up to {end}, and what is held goes up to {held}")]
    Older { end: Day, held: Day },
}

impl Refusal {
    /// Its kind, as people here read it.
    pub fn why(&self) -> Why {
        match self {
            Refusal::Programme { .. } => Why::Programme,
            Refusal::Counting { .. } => Why::Counting,
            Refusal::Quarter(_) | Refusal::Beyond(_) | Refusal::Sums { .. } | Refusal::Many(_) => {
                Why::Rows
            }
            Refusal::Ahead(_) | Refusal::Older { .. } => Why::Day,
        }
    }
}

impl Counting {
    fn parts(&self) -> [(&'static str, String); 6] {
        let (rule, version) = &self.score;
        let (count, of) = self.cut_off;
        [
            ("instrument", self.instrument.clone()),
            ("scale", self.scale.clone()),
            ("score", format!("{rule}/{version}")),
            ("denominator", self.denominator.to_string()),
            ("cut_off", format!("{count}/{of}")),
            ("overdue_after_days", self.overdue_after_days.to_string()),
        ]
    }
}

/// All of it in one line, as in `instrument=TAM scale=adherence score=share-top-2/1 …`.
impl fmt::Display for Counting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self
            .parts()
            .map(|(name, text)| format!("{name}={}", text.replace([' ', '\n'], "_")));
        out.write_str(&parts.join(" "))
    }
}

impl Parcel {
    /// A parcel without rows that say nothing.
    pub fn new((programme, counting): (String, Counting), end: Day, rows: Rows) -> Parcel {
        let mut rows = rows;
        rows.retain(|_, row| *row != Row::default());
        Parcel {
            programme,
            counting,
            end,
            rows,
        }
    }

    /// What tells it from others: the same content gives the same text, on whichever machine.
    pub fn digest(&self) -> String {
        let mut lines = vec![
            format!("hemma-feed {LAYOUT}"),
            format!("programme {}", self.programme),
            format!("counting {}", self.counting),
            format!("end {}", self.end),
        ];
        let rows = self.rows.iter();
        lines.extend(rows.map(|(quarter, row)| format!("{quarter} {row}")));
        hash(&lines.join("\n"))
    }

    /// Whether it can stand beside what is counted here.
    pub(crate) fn judge(
        &self,
        (programme, counting): (&str, &Counting),
        (held, today): (Option<Day>, Day),
    ) -> std::result::Result<(), Refusal> {
        if self.programme != programme {
            return Err(Refusal::Programme {
                here: programme.to_owned(),
                there: told(&self.programme),
            });
        }
        let both = counting.parts().into_iter().zip(self.counting.parts());
        for ((what, here), (_, there)) in both {
            if here != there {
                let there = told(&there);
                return Err(Refusal::Counting { what, here, there });
            }
        }
        let tomorrow = today.plus(1 + AHEAD_DAYS);
        if tomorrow < self.end {
            return Err(Refusal::Ahead(self.end.plus(-1)));
        }
        if let Some(held) = held.filter(|held| self.end < *held) {
            return Err(Refusal::Older {
                end: self.end.plus(-1),
                held: held.plus(-1),
            });
        }
        self.judge_rows()
    }

    fn judge_rows(&self) -> std::result::Result<(), Refusal> {
        if QUARTERS_MAX < self.rows.len() {
            return Err(Refusal::Many(self.rows.len()));
        }
        for (quarter, row) in &self.rows {
            if Term::of(Span::Quarter, *quarter).first_day() != *quarter {
                return Err(Refusal::Quarter(*quarter));
            }
            if self.end <= *quarter {
                return Err(Refusal::Beyond(*quarter));
            }
            if let Some(sum) = row.contradiction() {
                let quarter = *quarter;
                return Err(Refusal::Sums { quarter, sum });
            }
        }
        Ok(())
    }
}

fn told(text: &str) -> String {
    let shown = text.chars().filter(|one| !one.is_control());
    shown.take(TOLD_CHARS).collect()
}

impl App {
    /// The teams that work here or are counted here, by name: those that another installation can be sent.
    pub async fn teams_to_send(&self, ctx: &Ctx) -> Result<Vec<(TeamId, String)>> {
        allowed_to_feed(ctx)?;
        let mut tx = self.db.read().await?;
        let teams = team::all(&mut tx).await?;
        let named = teams.into_iter().map(|one| (one.team.id, one.team.name));
        Ok(named.collect())
    }

    /// What another installation is to be sent of a team; none where it holds that already. What is sent stands in the log.
    pub async fn parcel(
        &self,
        ctx: &Ctx,
        id: TeamId,
        (held, to): (&str, &str),
    ) -> Result<Option<Parcel>> {
        allowed_to_feed(ctx)?;
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let (team, board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let (rows, sent) = self.rows_of_team(&mut tx, &team, today).await?;
        let end = match sent {
            // What comes from elsewhere goes on as it came; what never came cannot.
            Some(sent) => sent.until.ok_or(Error::NotFound)?.plus(1),
            None => today.plus(1),
        };
        let counting = self.gauge(&team.programme, today)?.counting();
        let parcel = Parcel::new((team.programme, counting), end, rows);
        let digest = parcel.digest();
        let is_new = digest != held;
        if is_new {
            tx.log(Entry {
                board: Some(board.id),
                team: Some(id),
                detail: format!("to={to} end={end} digest={digest}"),
                ..ctx.entry(Event::FiguresSent)
            });
        }
        tx.commit().await?;
        Ok(is_new.then_some(parcel))
    }

    /// Whether nothing has been sent today.
    pub async fn is_feed_due(&self, ctx: &Ctx) -> Result<bool> {
        let mut tx = self.db.read().await?;
        let before = site::get(&mut tx, SENT).await?;
        Ok(before != Some(ctx.today().to_string()))
    }

    /// Notes that everything was sent today.
    pub async fn set_feed_sent(&self, ctx: &Ctx) -> Result<()> {
        allowed_to_feed(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        site::set(&mut tx, SENT, &ctx.today().to_string()).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Only the program itself sends and takes.
pub(crate) fn allowed_to_feed(ctx: &Ctx) -> Result<()> {
    match ctx.actor {
        Actor::System(Errand::Feed) => Ok(()),
        Actor::Staff { .. }
        | Actor::Respondent { .. }
        | Actor::Applicant { .. }
        | Actor::System(_) => Err(Error::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn counting() -> Counting {
        Counting {
            instrument: "TAM".to_owned(),
            scale: "adherence".to_owned(),
            score: ("share-top-2".to_owned(), 1),
            denominator: 840,
            cut_off: (61, 100),
            overdue_after_days: 14,
        }
    }

    fn parcel() -> Parcel {
        let row = Row {
            opened: 2,
            ..Row::default()
        };
        let rows = Rows::from([
            (day("2026-07-01"), row),
            (day("2026-10-01"), Row::default()),
        ]);
        let head = ("MST".to_owned(), counting());
        Parcel::new(head, day("2026-11-24"), rows)
    }

    fn judge(one: &Parcel) -> std::result::Result<(), Refusal> {
        let held = Some(day("2026-11-23"));
        one.judge(("MST", &counting()), (held, day("2026-11-23")))
    }

    #[test]
    fn the_same_content_has_the_same_digest_and_other_content_another() {
        let one = parcel();
        assert_eq!(
            one.rows.len(),
            1,
            "nothing is sent of a quarter without anything"
        );
        assert_eq!(one.digest(), parcel().digest());
        let mut others = vec![parcel(), parcel(), parcel(), parcel()];
        others[0].programme = "MST-CAN".to_owned();
        others[1].counting.cut_off = (65, 100);
        others[2].end = day("2026-11-25");
        others[3].rows = Rows::new();
        for other in others {
            assert_ne!(one.digest(), other.digest(), "{other:?}");
        }
    }

    #[test]
    fn whatever_cannot_stand_beside_figures_here_is_refused_with_words() {
        assert_eq!(judge(&parcel()), Ok(()));
        let told = |change: &dyn Fn(&mut Parcel)| {
            let mut one = parcel();
            change(&mut one);
            let refusal = judge(&one).unwrap_err();
            (refusal.to_string(), refusal.why())
        };
        let row = |change: &dyn Fn(&mut Row)| {
            let mut row = Row::default();
            change(&mut row);
            row
        };
        type Change<'a> = &'a dyn Fn(&mut Parcel);
        let cases: [(Change<'_>, &str, Why); 8] = [
            (
                &|one| one.programme = "MST-CAN".to_owned(),
                "the team runs MST here and MST-CAN there",
                Why::Programme,
            ),
            (
                &|one| one.counting.cut_off = (65, 100),
                "cut_off is 61/100 here and 65/100 there",
                Why::Counting,
            ),
            (
                &|one| one.counting.denominator = 28,
                "denominator is 840 here and 28 there",
                Why::Counting,
            ),
            (
                &|one| one.end = day("2026-11-26"),
                "it is counted up to 2026-11-25, which has not been yet: a clock is wrong",
                Why::Day,
            ),
            (
                &|one| one.end = day("2026-11-22"),
                "it is counted up to 2026-11-21, and what is held goes up to 2026-11-22",
                Why::Day,
            ),
            (
                &|one| {
                    one.rows.insert(day("2026-08-01"), row(&|row| row.due = 1));
                },
                "2026-08-01 is no first day of a quarter",
                Why::Rows,
            ),
            (
                &|one| {
                    one.rows.insert(day("2027-01-01"), row(&|row| row.due = 1));
                },
                "the quarter from 2027-01-01 on begins after the last day that is counted",
                Why::Rows,
            ),
            (
                &|one| {
                    one.rows.insert(day("2026-04-01"), row(&|row| row.home = 1));
                },
                "home of the quarter from 2026-04-01 on cannot be",
                Why::Rows,
            ),
        ];
        for (change, words, why) in cases {
            assert_eq!(told(change), (words.to_owned(), why));
        }
    }

    #[test]
    fn more_than_a_century_is_refused_and_tomorrow_is_not() {
        let mut many = parcel();
        let row = Row {
            opened: 1,
            ..Row::default()
        };
        let quarter = |number: i64| day("1900-01-01").plus_months(3 * number);
        many.rows = (0..401).map(|number| (quarter(number), row)).collect();
        assert_eq!(judge(&many), Err(Refusal::Many(401)));
        let mut ahead = parcel();
        ahead.end = day("2026-11-25");
        assert_eq!(judge(&ahead), Ok(()));
    }
}
