//! Counting: what changed in a team since its figures were last read is counted into its finished rows.
//!
//! A case or a post that changed is read as it is now; what it had added is taken away, what it adds now is put in its
//! place. The cost is that of what changed, whatever the team's history holds.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::ids::TeamId;
use hemma_domain::instrument::Instrument;
use hemma_domain::review::Frozen;
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_review::settings::Shape;
use hemma_review::{Fact, Overflow, Period, Row, Settings, YEARS_MAX};
use hemma_store::db::Tx;
use hemma_store::review::{self as stored, Rows, Standing};
use hemma_store::{sender, site, team};
use uuid::Uuid;

use super::fact::{self, Facts};
use super::sent::SentFrom;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::parcel::Counting;

/// The day on which all rows were held against a full count.
const CHECKED: &str = "reviews_checked";

/// Rounds of [`stored::STALE_MAX`] changes each: more than a team's history holds.
const ROUNDS_MAX: usize = 200;

/// How a team's history is counted: which interviews, and with which cut-off.
#[derive(Clone)]
pub(crate) struct Gauge {
    instrument: String,
    scale: String,
    /// The rule that scores its interviews, and the rule's version.
    rule: (String, u32),
    /// Those of the reference, with the cut-off of the team's instrument.
    pub(crate) settings: Settings,
    /// Whether there is a cut-off at all.
    pub(super) has_cut_off: bool,
    /// Whether somebody vouches for the rule; so it is where nothing is scored.
    pub(super) is_confirmed: bool,
}

impl Gauge {
    /// The instrument's code; empty where the programme has none about the therapist.
    pub(crate) fn instrument(&self) -> &str {
        &self.instrument
    }

    /// What an instrument is called in the layout of a network's history: as the one that is scored there where it has its
    /// shape, else by its own code.
    pub(crate) fn in_layout(&self, instrument: &Instrument) -> String {
        let definition = self.settings.definition();
        let scored = &definition.adherence;
        let shape = definition
            .instruments
            .iter()
            .find(|one| one.name == *scored);
        let fits = |shape: &&Shape| {
            let mut sets = instrument.responses.iter();
            let categories = usize::from(shape.categories);
            shape.items == instrument.items.len() && sets.all(|set| set.options.len() == categories)
        };
        match shape.filter(fits) {
            Some(shape) => shape.name.clone(),
            None => instrument.code.clone(),
        }
    }

    /// The scale's code.
    pub(super) fn scale(&self) -> &str {
        &self.scale
    }

    /// The rule that scores the interviews done here, and the rule's version.
    pub(crate) fn rule(&self) -> &(String, u32) {
        &self.rule
    }

    /// The same for figures that were signed: whether somebody vouches for a rule may have changed since.
    pub(super) fn when_signed(self, frozen: &Frozen) -> Gauge {
        Gauge {
            is_confirmed: frozen.is_confirmed,
            ..self
        }
    }

    /// What must be the same where rows are read together.
    pub(crate) fn counting(&self) -> Counting {
        let definition = self.settings.definition();
        Counting {
            instrument: self.instrument.clone(),
            scale: self.scale.clone(),
            score: self.rule.clone(),
            denominator: self.settings.scoring().denominator(),
            cut_off: (definition.cut_off.count, definition.cut_off.of),
            overdue_after_days: definition.overdue_after_days,
        }
    }
}

impl App {
    /// How a team's history is counted today.
    pub(crate) fn gauge(&self, programme: &str, today: Day) -> Result<Gauge> {
        let yardstick = self.yardstick(programme, today);
        let cut_off = yardstick.as_ref().and_then(|one| one.cut_off());
        let settings = fact::settings(cut_off).map_err(|err| Error::Internal(err.into()))?;
        let shipped = &settings.definition().score;
        let rule = yardstick.as_ref().map(|one| &one.scale().rule);
        Ok(Gauge {
            rule: rule.map_or_else(
                || (shipped.name.clone(), shipped.version),
                |rule| (rule.code.clone(), rule.version),
            ),
            instrument: yardstick
                .as_ref()
                .map_or_else(String::new, |one| one.instrument().code.clone()),
            scale: yardstick
                .as_ref()
                .map_or_else(String::new, |one| one.scale().code.clone()),
            settings,
            has_cut_off: cut_off.is_some(),
            is_confirmed: yardstick.is_none_or(|one| one.is_confirmed()),
        })
    }

    /// The finished rows of a team with everything in them that has happened, today included; of a team that is counted
    /// elsewhere those that came last.
    pub(crate) async fn counted(&self, tx: &mut Tx, team: &Team, today: Day) -> Result<Rows> {
        Ok(self.rows_of_team(tx, team, today).await?.0)
    }

    /// The same, with whom they come from where the team is counted elsewhere.
    pub(crate) async fn rows_of_team(
        &self,
        tx: &mut Tx,
        team: &Team,
        today: Day,
    ) -> Result<(Rows, Option<SentFrom>)> {
        let gauge = self.gauge(&team.programme, today)?;
        let counting = gauge.counting().to_string();
        match stored::standing(tx, team.id, (today.plus(1), &counting)).await? {
            Standing::Counted => {}
            Standing::Behind => self.catch_up(tx, (team, gauge), today).await?,
            Standing::Elsewhere => {
                let sent = sender::team(tx, team.id).await?.ok_or(Error::NotFound)?;
                let (rows, from) = self.rows_sent(tx, (team, &sent), today).await?;
                return Ok((rows, Some(from)));
            }
        }
        let mut rows = stored::rows(tx, team.id).await?;
        stored::history::add_to(tx, team.id, &mut rows).await?;
        Ok((rows, None))
    }

    /// Counts what has changed in a team up to today.
    async fn catch_up(&self, tx: &mut Tx, (team, gauge): (&Team, Gauge), today: Day) -> Result<()> {
        let counting = gauge.counting().to_string();
        stored::move_end(tx, (team.id, today.plus(1)), &counting).await?;
        let mut count = Count {
            app: self,
            team,
            gauge,
            today,
            books: BTreeMap::new(),
        };
        count.all(tx).await
    }

    /// Holds every team's rows against a count from the beginning, once a day, and says how many were not the same. What
    /// was counted wrong is replaced, and told in the program's own log: it is a fault.
    pub async fn check_reviews(&self, ctx: &Ctx) -> Result<u64> {
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let before = site::get(&mut tx, CHECKED).await?;
        site::set(&mut tx, CHECKED, &today.to_string()).await?;
        let teams = team::all(&mut tx).await?;
        tx.commit().await?;
        if before == Some(today.to_string()) {
            return Ok(0);
        }
        let mut wrong = 0;
        for known in teams {
            // A transaction each: others write in between.
            let mut tx = self.db.write(&ctx.request).await?;
            if !self.recount(&mut tx, &known.team, today).await? {
                tracing::error!(team = %known.team.id, "figures of the review had drifted; they are counted anew");
                wrong += 1;
            }
            tx.commit().await?;
        }
        Ok(wrong)
    }

    /// Counts a team's history from the beginning and says whether the rows that were kept up were the same. Those that
    /// were not are replaced.
    pub async fn recount(&self, tx: &mut Tx, team: &Team, today: Day) -> Result<bool> {
        let (kept, sent) = self.rows_of_team(tx, team, today).await?;
        if sent.is_some() {
            // Whoever counts it holds it against a full count.
            return Ok(true);
        }
        stored::lock(tx, (team.id, today.plus(1))).await?;
        stored::forget(tx, team.id).await?;
        stored::mark_all(tx, team.id).await?;
        Ok(self.counted(tx, team, today).await? == kept)
    }
}

/// The rows of a team, as they were read and as they are now.
struct Book {
    before: Rows,
    now: Rows,
}

/// How a part is put into a row, or taken out of it.
type Join = fn(&Row, &Row) -> std::result::Result<Row, Overflow>;

struct Count<'a> {
    app: &'a App,
    team: &'a Team,
    gauge: Gauge,
    today: Day,
    /// The team's own, and those of teams that a case came from.
    books: BTreeMap<TeamId, Book>,
}

impl Count<'_> {
    async fn all(&mut self, tx: &mut Tx) -> Result<()> {
        for _ in 0..ROUNDS_MAX {
            let stale = stored::stale(tx, self.team.id).await?;
            if stale.is_empty() {
                break;
            }
            self.some(tx, &stale).await?;
        }
        for (team, book) in &self.books {
            let quarters = book.before.keys().chain(book.now.keys());
            let quarters: BTreeSet<Day> = quarters.copied().collect();
            for quarter in quarters {
                let sums = book.now.get(&quarter).copied().unwrap_or_default();
                if book.before.get(&quarter) != Some(&sums) {
                    stored::save_row(tx, (*team, quarter), &sums).await?;
                }
            }
        }
        Ok(())
    }

    async fn some(&mut self, tx: &mut Tx, stale: &[(Uuid, i64)]) -> Result<()> {
        let ids: Vec<Uuid> = stale.iter().map(|(fact, _)| *fact).collect();
        let of = (self.team.id, ids.as_slice());
        let asked = self.gauge.asked(self.today);
        let courses = stored::courses_of(tx, of, asked).await?;
        let posts = stored::posts_of(tx, of.0, of.1).await?;
        let old = stored::parts(tx, &ids).await?;
        let denominator = self.gauge.settings.scoring().denominator();
        let programmes = &self.app.programmes;
        let facts = Facts::of(&courses, (&posts, denominator), |(code, version)| {
            programmes.get(code, *version)
        });
        let mut new = self.parts(&facts)?;
        for (fact, times) in stale {
            let now = new.remove(fact).unwrap_or_default();
            let before = old.get(fact);
            if before.map(|(team, rows)| (*team, rows)) != Some((self.team.id, &now)) {
                self.replace(tx, *fact, (before, &now)).await?;
            }
            stored::counted(tx, self.team.id, (*fact, *times)).await?;
        }
        Ok(())
    }

    /// What each fact adds to the team's rows.
    fn parts(&self, facts: &Facts) -> Result<BTreeMap<Uuid, Rows>> {
        let end = fact::day(self.today.plus(1))?;
        let years = i32::try_from(YEARS_MAX).unwrap_or(i32::MAX) - 1;
        let first = facts.first_day().unwrap_or(end).max(end.plus(-365 * years));
        let period = Period::new(first.min(end.plus(-1)), end)
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("no period up to {end}")))?;
        let quarters: Vec<Day> = period
            .quarters()
            .map(|one| fact::date(one.start))
            .collect::<Result<_>>()?;
        let cases = facts.cases.iter().map(|(id, case)| (*id, Fact::Case(case)));
        let posts = facts.posts.iter().map(|(id, post)| (*id, Fact::Post(post)));
        let each = cases.chain(posts).map(|(id, one)| {
            let parts = hemma_review::parts(one, &period, &self.gauge.settings);
            let rows = parts.into_iter().filter_map(|(_, number, sums)| {
                let quarter = quarters.get(number)?;
                (sums != Row::default()).then_some((*quarter, sums))
            });
            (id, rows.collect())
        });
        Ok(each.collect())
    }

    /// Takes away what a fact had added, to whatever team, and adds what it adds now.
    async fn replace(
        &mut self,
        tx: &mut Tx,
        fact: Uuid,
        (before, now): (Option<&(TeamId, Rows)>, &Rows),
    ) -> Result<()> {
        // What another team has taken over is counted there.
        let is_elsewhere = now.is_empty() && before.is_some_and(|(team, _)| *team != self.team.id);
        if is_elsewhere {
            return Ok(());
        }
        if let Some((team, rows)) = before {
            self.add(tx, *team, (rows, Row::minus)).await?;
        }
        self.add(tx, self.team.id, (now, Row::plus)).await?;
        stored::save_parts(tx, fact, (self.team.id, now)).await?;
        Ok(())
    }

    async fn add(&mut self, tx: &mut Tx, team: TeamId, (parts, join): (&Rows, Join)) -> Result<()> {
        if !self.books.contains_key(&team) {
            if team != self.team.id {
                stored::lock(tx, (team, self.today.plus(1))).await?;
            }
            let before = stored::rows(tx, team).await?;
            let now = before.clone();
            self.books.insert(team, Book { before, now });
        }
        let Some(book) = self.books.get_mut(&team) else {
            return Ok(());
        };
        for (quarter, part) in parts {
            let sums = book.now.entry(*quarter).or_default();
            *sums = join(sums, part).map_err(|err| Error::Internal(err.into()))?;
        }
        Ok(())
    }
}
