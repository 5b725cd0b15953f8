//! Answer links: made and taken back by whoever may interview, opened and used by whoever holds one.

mod answer;
mod open;

pub use answer::Questionnaire;
pub use open::{CodeAnswer, Holder, Seat};

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::LinkId;
use hemma_domain::instrument::{Mode, Scorer};
use hemma_domain::link::{
    AnswerLink, CODE_DIGITS, LINKS_MAX, Layout, LinkState, TOKEN_CHARS, last_day,
};
use hemma_store::db::Tx;
use hemma_store::link::{self as stored, Keys};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::login::hash;
use crate::measure::{MeasureAt, asked};

/// Letters and digits that are not mistaken for each other.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of an address that stand together: what an eye takes in at once.
const GROUP: usize = 4;

/// The languages of questions whose wording is not here: those of the screens.
const OF_SCREENS: [&str; 2] = ["sv", "en"];

/// A link as it is wished for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInput {
    /// BCP 47.
    pub language: String,
    pub layout: Layout,
    /// How many days it is to be open.
    pub days: i64,
}

/// A link that was made now: the only time that its address and code are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub link: AnswerLink,
    /// The secret part of its address, in groups.
    pub token: String,
    /// Said by telephone or sent by a letter of its own.
    pub code: String,
}

impl App {
    /// Makes a link by which somebody answers a measure alone. One that was open is taken back: the newest letter holds.
    pub async fn make_link(&self, ctx: &Ctx, at: MeasureAt, input: &LinkInput) -> Result<NewLink> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let by = entered.hand()?;
        let begun = self.begun(&mut tx, &entered, at).await?;
        asked::open(ctx, &mut tx, &entered, &begun).await?;
        let mut faults = Vec::new();
        let languages = languages(&begun.scorer);
        if languages.is_empty() {
            faults.push(FieldError::new("language", "link-fault-mode"));
        } else if !languages.contains(&input.language) {
            faults.push(FieldError::new("language", "link-fault-language"));
        }
        let last_on = last_day(input.days, ctx.today(), &begun.measure.window);
        if last_on.is_none() {
            faults.push(FieldError::new("days", "link-fault-days"));
        }
        let before = stored::of_measure(&mut tx, at).await?;
        if before.len() >= LINKS_MAX {
            faults.push(FieldError::new("language", "link-fault-many"));
        }
        all_valid(faults)?;
        for one in before.into_iter().filter(is_open) {
            take_back(ctx, &mut tx, &entered, one).await?;
        }
        let new = AnswerLink {
            id: LinkId(ctx.new_id()),
            measure: at.1,
            case: at.0,
            language: input.language.clone(),
            layout: input.layout,
            made: (ctx.now, by),
            last_on: last_on.unwrap_or(ctx.today()),
            wrong_codes: 0,
            state: LinkState::Open,
            version: 1,
        };
        let (token, code) = (new_token(), new_code());
        let keys = Keys {
            token_hash: hash(&token),
            code_hash: self.code_hash(new.id, &code),
        };
        stored::insert(&mut tx, &new, &keys).await?;
        tx.log(Entry {
            detail: new.id.to_string(),
            ..entered.entry(ctx, Event::LinkMade)
        });
        tx.commit().await?;
        Ok(NewLink {
            link: new,
            token: grouped(&token),
            code,
        })
    }

    /// Takes a link back. What was answered by it stays.
    pub async fn withdraw_link(&self, ctx: &Ctx, at: MeasureAt, id: LinkId) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::Interview, Event::InterviewHeld)
            .await?;
        let links = stored::of_measure(&mut tx, at).await?;
        let one = links.into_iter().find(|one| one.id == id);
        let one = one.ok_or(Error::NotFound)?;
        if !is_open(&one) {
            return Err(Error::Conflict);
        }
        take_back(ctx, &mut tx, &entered, one).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The keyed hash of a link's code: whoever has the database alone cannot try codes against it.
    fn code_hash(&self, id: LinkId, code: &str) -> String {
        self.db
            .seals()
            .login_hash("link code", &format!("{id} {code}"))
    }
}

/// The languages in which a link can ask; none where the instrument is not to be answered by one.
pub fn languages(scorer: &Scorer) -> Vec<String> {
    let instrument = scorer.instrument();
    if !instrument.modes.contains(&Mode::Link) {
        return Vec::new();
    }
    match instrument.languages.as_slice() {
        [] => OF_SCREENS.map(str::to_owned).to_vec(),
        worded => worded.to_vec(),
    }
}

fn is_open(one: &AnswerLink) -> bool {
    matches!(one.state, LinkState::Open | LinkState::Begun { .. })
}

async fn take_back(ctx: &Ctx, tx: &mut Tx, entered: &Entered, one: AnswerLink) -> Result<()> {
    let (at, by) = (ctx.now, entered.hand()?);
    let id = one.id;
    let new = AnswerLink {
        state: LinkState::Withdrawn { at, by },
        ..one
    };
    if !stored::save(tx, &new).await? {
        return Err(Error::Conflict);
    }
    stored::sit(tx, id, None).await?;
    tx.log(Entry {
        detail: id.to_string(),
        ..entered.entry(ctx, Event::LinkWithdrawn)
    });
    Ok(())
}

pub(crate) fn new_token() -> String {
    secret::<TOKEN_CHARS>()
}

/// Letters and digits drawn by chance, of which nobody mistakes one for another.
pub(crate) fn secret<const CHARS: usize>() -> String {
    let drawn = [(); CHARS].map(|()| rand::random::<u8>());
    let letter = |byte: &u8| {
        let place = usize::from(*byte) % ALPHABET.len();
        ALPHABET
            .get(place)
            .copied()
            .map(char::from)
            .unwrap_or_default()
    };
    drawn.iter().map(letter).collect()
}

fn new_code() -> String {
    let beyond = 10_u64.pow(u32::try_from(CODE_DIGITS).unwrap_or_default());
    // The remainder of so many bits favours no code by as much as a millionth of a millionth.
    let number = rand::random::<u64>() % beyond;
    format!("{number:0CODE_DIGITS$}")
}

/// A token as it stands in an address and in a letter.
pub(crate) fn grouped(token: &str) -> String {
    let groups: Vec<String> = token
        .as_bytes()
        .chunks(GROUP)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join("-")
}

/// A token as people type it from a letter: with or without dashes, in whatever case.
pub(crate) fn token(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| match sign.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            sign => sign,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_drawn_anew_and_read_as_people_type_it() {
        let one = new_token();
        assert_eq!(one.len(), TOKEN_CHARS);
        assert_ne!(one, new_token());
        let shown = grouped(&one);
        assert_eq!(shown.len(), TOKEN_CHARS + TOKEN_CHARS / GROUP - 1);
        assert_eq!(token(&shown), one);
        let typed = shown.to_uppercase().replace('0', "O").replace('1', "l");
        assert_eq!(token(&format!(" {typed} ")), one);
    }

    #[test]
    fn a_code_has_all_its_digits() {
        for _ in 0..50 {
            let code = new_code();
            assert_eq!(code.len(), CODE_DIGITS);
            assert!(code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        }
    }
}
