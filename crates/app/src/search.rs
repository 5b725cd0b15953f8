//! Search by the four keys that PUF (2001:637) 15 § permits, in the actor's own boards, among what the actor may see.

use hemma_domain::access::{self, BoardAction, CaseAction, Decision, Request};
use hemma_domain::audit::{Entry, Event, SearchKey};
use hemma_domain::code::Code as _;
use hemma_domain::ids::{BoardId, CaseId};
use hemma_domain::person::IdentityKind;
use hemma_domain::time::Day;
use hemma_domain::{access::Actor, identity};
use hemma_store::case::Found;
use hemma_store::db::Tx;
use hemma_store::{case, person};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};

/// Cases shown; more than that and the key says too little.
pub const SHOWN_MAX: usize = 20;
/// Cases looked at before access is decided on.
const FOUND_MAX: u32 = 200;
/// Words of a name that are compared.
const WORDS_MAX: usize = 8;
/// Digits of a personal or coordination number.
const DIGITS: [usize; 2] = [10, 12];

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// What the text was read as.
    pub key: SearchKey,
    pub hits: Vec<Hit>,
    /// There were more than are shown.
    pub more: bool,
}

/// A case that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub case: CaseId,
    pub code: String,
    /// The family's name; empty for those who may not read the case.
    pub label: String,
    pub team: String,
    pub may_see: bool,
    pub may_disclose: bool,
}

/// A text as one of the permitted keys.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    key: SearchKey,
    /// Alternatives, each a list of folded keys that must all be the same person's.
    folded: Vec<Vec<String>>,
}

impl App {
    /// Whether there is a board in which the actor may search.
    pub fn may_search(&self, ctx: &Ctx) -> bool {
        !boards(ctx).is_empty()
    }

    /// Searches the actor's own boards. The log says which kind of key was used, never the key.
    pub async fn search(&self, ctx: &Ctx, typed: &str) -> Result<Hits> {
        let boards = boards(ctx);
        if boards.is_empty() {
            return Err(Error::Forbidden);
        }
        let asked = read(typed, ctx.today());
        if asked.key == SearchKey::Name && asked.folded.iter().all(Vec::is_empty) {
            return Err(Error::invalid("q", "search-fault-empty"));
        }
        let mut tx = self.db.write(&ctx.request).await?;
        let mut hits = Vec::new();
        for board in boards {
            let permit = allowed(ctx, Request::Board(BoardAction::Search, board))?;
            tx.log(Entry {
                detail: asked.key.code().to_owned(),
                ..of_permit(ctx, Event::Searched, &permit)
            });
            let ids = candidates(&mut tx, board, &asked, typed).await?;
            for found in case::found(&mut tx, &ids, ctx.today()).await? {
                hits.extend(hit(ctx, &tx, &found)?);
            }
        }
        tx.commit().await?;
        let more = hits.len() > SHOWN_MAX;
        hits.truncate(SHOWN_MAX);
        Ok(Hits {
            key: asked.key,
            hits,
            more,
        })
    }
}

/// The boards in which the actor may search.
fn boards(ctx: &Ctx) -> Vec<BoardId> {
    let Actor::Staff { posts, .. } = &ctx.actor else {
        return Vec::new();
    };
    let mut boards = Vec::new();
    for board in posts.iter().filter_map(|post| post.place.board()) {
        let may = access::may(&ctx.actor, Request::Board(BoardAction::Search, board));
        if may && !boards.contains(&board) {
            boards.push(board);
        }
    }
    boards
}

/// What was typed: ten or twelve digits are a number, a word with digits and a hyphen a case, else names.
fn read(typed: &str, today: Day) -> Asked {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '+'))
        .collect();
    if DIGITS.contains(&plain.len()) && plain.chars().all(|c| c.is_ascii_digit()) {
        let kinds = [IdentityKind::Personal, IdentityKind::Coordination];
        let mut readings = kinds.map(|kind| identity::read(kind, typed, today));
        // A day above 60 is a coordination number's; anything else is looked for as a personal number first.
        readings.sort_by_key(|reading| reading.doubt.is_some());
        let [likely, other] = readings;
        let key = match likely.identity.kind {
            IdentityKind::Coordination => SearchKey::Coordination,
            _ => SearchKey::Personal,
        };
        let mut folded = vec![vec![person::fold(&likely.identity.number)]];
        if other.identity.number != likely.identity.number {
            folded.push(vec![person::fold(&other.identity.number)]);
        }
        return Asked { key, folded };
    }
    let coded = typed.trim();
    if coded.contains('-') && coded.chars().any(|c| c.is_ascii_digit()) {
        return Asked {
            key: SearchKey::CaseNumber,
            folded: Vec::new(),
        };
    }
    let mut words: Vec<String> = typed
        .split([' ', '-', ','])
        .map(person::fold)
        .filter(|word| !word.is_empty())
        .collect();
    words.sort();
    words.dedup();
    words.truncate(WORDS_MAX);
    Asked {
        key: SearchKey::Name,
        folded: vec![words],
    }
}

async fn candidates(
    tx: &mut Tx,
    board: BoardId,
    asked: &Asked,
    typed: &str,
) -> Result<Vec<CaseId>> {
    if asked.key == SearchKey::CaseNumber {
        let code = typed.trim().to_uppercase();
        return Ok(case::by_code(tx, board, &code).await?.into_iter().collect());
    }
    let mut ids = Vec::new();
    for keys in &asked.folded {
        for id in person::search(tx, board, keys, FOUND_MAX).await? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    Ok(ids)
}

/// A found case, as far as the actor may know of it; none if not at all.
fn hit(ctx: &Ctx, tx: &Tx, found: &Found) -> Result<Option<Hit>> {
    let decide = |action| access::decide(&ctx.actor, Request::Case(action, &found.scope));
    let may_disclose = matches!(decide(CaseAction::Disclose), Decision::Allow(_));
    let (label, may_see) = match decide(CaseAction::See) {
        Decision::Allow(permit) => {
            let (opened, _) = case::open_listed(tx, &permit, &found.listed)?;
            (opened.label, true)
        }
        _ if may_disclose => (String::new(), false),
        _ => return Ok(None),
    };
    Ok(Some(Hit {
        case: found.scope.case,
        code: case::read_listed(&found.listed)?.code,
        label,
        team: found.team.clone(),
        may_see,
        may_disclose,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, key: SearchKey, folded: &[&[&str]]) {
        let asked = read(typed, "2026-11-23".parse().unwrap());
        assert_eq!(asked.key, key, "{typed}");
        assert_eq!(asked.folded, folded, "{typed}");
    }

    #[test]
    fn a_text_is_read_as_one_of_the_permitted_keys() {
        check("811218-9876", SearchKey::Personal, &[&["198112189876"]]);
        check("19811218 9876", SearchKey::Personal, &[&["198112189876"]]);
        check("701063-2391", SearchKey::Coordination, &[&["197010632391"]]);
        check("bjö-26-001", SearchKey::CaseNumber, &[]);
        check(
            "Malva  Lingon-Stig",
            SearchKey::Name,
            &[&["lingon", "malva", "stig"]],
        );
        check(" ", SearchKey::Name, &[&[]]);
    }
}
