//! What a booster could be about: the items that the families of those invited see least of.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::Errand;
use hemma_domain::audit::Event;
use hemma_domain::fidelity::{FAMILIES_MIN, FORMS_MIN};
use hemma_domain::ids::{CaseId, NetworkId, StaffId, TeamId, TrainingId};
use hemma_domain::staff::Role;
use hemma_store::fidelity::{self as stored, SealedSheet};
use hemma_store::team;
use hemma_store::training::{credit, seat};

use super::Yardstick;
use super::items::{ItemLine, Items, quarters};
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::training::of_network;

/// Items that are proposed: a day and a half has room for no more.
const LINES: usize = 3;

/// What one instrument says a booster could be about.
#[derive(Clone)]
pub struct Subject {
    pub yardstick: Yardstick,
    /// The lowest first; none where no item has enough answers.
    pub lines: Vec<ItemLine>,
    /// What it rests on: interviews of the last four quarters, and families.
    pub sheets: usize,
    pub families: usize,
    /// The teams whose interviews are counted, and those that have too few.
    pub counted: Vec<String>,
    pub thin: Vec<String>,
}

impl App {
    /// What a training could be about, by the interviews in the teams of the therapists who are invited to it; one for
    /// each instrument. A team with too few interviews is not counted.
    pub async fn booster_subjects(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, TrainingId),
    ) -> Result<Vec<Subject>> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::FidelityRead), &id.to_string())
            .await?;
        of_network(&mut tx, network, id).await?;
        let today = ctx.today();
        let seats = seat::of_training(&mut tx, id).await?;
        let invited: BTreeSet<StaffId> = seats.iter().map(|(one, _)| one.staff).collect();
        let posts = credit::posts_of_network(&mut tx, network, today).await?;
        let of_invited = posts.iter().filter(|post| {
            let is_held = post.from <= today && post.to.is_none_or(|to| today < to);
            is_held && post.role == Role::FamilyTherapist && invited.contains(&post.staff)
        });
        let teams: BTreeSet<TeamId> = of_invited.map(|post| post.team).collect();
        let quarters = quarters(today);
        let since = quarters.first().copied().unwrap_or(today);
        let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
        for id in teams {
            let Some((team, _)) = team::find(&mut tx, id).await? else {
                continue;
            };
            let Some(yardstick) = self.yardstick(&team.programme, today) else {
                continue;
            };
            let code = yardstick.instrument().code.clone();
            let sheets = stored::sheets_of_team(&mut tx, id, &code, since).await?;
            let of = gathered
                .entry(code)
                .or_insert_with(|| Gathered::new(yardstick));
            of.add(team.name, sheets);
        }
        // Counted by the program, as a network's own figures are: whoever asks opens no family's answers.
        let counting = Ctx::system(Errand::Upkeep, ctx.now);
        let mut subjects = Vec::new();
        for (_, one) in gathered {
            let code = &one.yardstick.instrument().code;
            let items = match self.unlocked((&counting, &tx), code, one.sheets)? {
                Some((scorer, unlocked)) => Items::of(&scorer, &unlocked.open()?, &quarters),
                None => Items::default(),
            };
            subjects.push(Subject {
                yardstick: one.yardstick,
                sheets: items.sheets,
                families: items.families,
                lines: lowest(items),
                counted: one.counted,
                thin: one.thin,
            });
        }
        tx.commit().await?;
        Ok(subjects)
    }
}

/// The interviews that one instrument has.
struct Gathered {
    yardstick: Yardstick,
    sheets: Vec<SealedSheet>,
    counted: Vec<String>,
    thin: Vec<String>,
}

impl Gathered {
    fn new(yardstick: Yardstick) -> Gathered {
        Gathered {
            yardstick,
            sheets: Vec::new(),
            counted: Vec::new(),
            thin: Vec::new(),
        }
    }

    fn add(&mut self, team: String, sheets: Vec<SealedSheet>) {
        let families: BTreeSet<CaseId> = sheets.iter().map(SealedSheet::case).collect();
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let is_enough = count(sheets.len()) >= FORMS_MIN && count(families.len()) >= FAMILIES_MIN;
        if is_enough {
            self.sheets.extend(sheets);
            self.counted.push(team);
        } else {
            self.thin.push(team);
        }
    }
}

fn lowest(items: Items) -> Vec<ItemLine> {
    let share = |line: &ItemLine| line.whole.map(|cell| cell.share);
    let mut lines: Vec<ItemLine> = items
        .lines
        .into_iter()
        .filter(|line| line.whole.is_some())
        .collect();
    lines.sort_by(|a, b| {
        let (a_share, b_share) = (share(a).unwrap_or(1.0), share(b).unwrap_or(1.0));
        a_share.total_cmp(&b_share).then(a.number.cmp(&b.number))
    });
    lines.truncate(LINES);
    lines
}
