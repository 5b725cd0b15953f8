//! The journal: drafts that are their author's alone, signed entries that stay, and additions beneath them.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{CaseId, NoteId, PersonId, StaffId};
use hemma_domain::note::{Lock, Note, NoteFault, NoteKind};
use hemma_domain::staff::Role;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::note::{self as stored, Author};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, FieldError, Result, all_valid};

/// A case's journal, as somebody may read it.
#[derive(Debug, Clone)]
pub struct Journal {
    pub head: CaseHead,
    /// Entries of their own, the newest first, each with what was added to it.
    pub entries: Vec<JournalEntry>,
    /// After how many days a draft locks by itself.
    pub lock_days: u32,
}

/// An entry with who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// The entry, its lock as it is now.
    pub note: Note,
    pub author: String,
    /// The author's role when it was written.
    pub role: Option<Role>,
    /// Whether the reader may still change it.
    pub is_mine: bool,
    /// Corrections and the person's own view, the oldest first.
    pub additions: Vec<JournalEntry>,
}

/// Which entries are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// Only entries about this person.
    pub person: Option<PersonId>,
    /// Only entries of this kind, or with an addition of it.
    pub kind: Option<NoteKind>,
}

/// What somebody writes into an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteInput {
    pub on: Day,
    pub heading: String,
    pub body: String,
    pub source: String,
    pub persons: Vec<PersonId>,
    pub sign: Sign,
}

/// Whether an entry is to be fixed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Later,
    Now,
}

/// What a form for an entry shows.
#[derive(Debug, Clone)]
pub struct NoteForm {
    pub head: CaseHead,
    /// The draft that is changed; none for a new one.
    pub draft: Option<Note>,
    /// The entry that is corrected or commented on.
    pub about: Option<JournalEntry>,
    pub lock_days: u32,
}

impl App {
    /// The journal of a case.
    pub async fn journal(&self, ctx: &Ctx, case: CaseId, filter: JournalFilter) -> Result<Journal> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let reader = Reader::open(ctx, &mut tx, &entered).await?;
        let notes = stored::of_case(&mut tx, &entered.key, case).await?;
        tx.commit().await?;
        Ok(Journal {
            head,
            lock_days: reader.lock_days,
            entries: reader.arrange(notes, filter),
        })
    }

    /// The form for a new entry, or for an addition to the entry `about`.
    pub async fn new_note_form(
        &self,
        ctx: &Ctx,
        case: CaseId,
        about: Option<NoteId>,
    ) -> Result<NoteForm> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let reader = Reader::open(ctx, &mut tx, &entered).await?;
        let about = match about {
            Some(id) => Some(fixed_note(&mut tx, &entered, &reader, id).await?),
            None => None,
        };
        tx.commit().await?;
        Ok(NoteForm {
            head,
            draft: None,
            about: about.map(|note| reader.entry(note)),
            lock_days: reader.lock_days,
        })
    }

    /// The form for a draft, for its author.
    pub async fn note_form(&self, ctx: &Ctx, case: CaseId, id: NoteId) -> Result<NoteForm> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let reader = Reader::open(ctx, &mut tx, &entered).await?;
        let draft = own_draft(&mut tx, &entered, &reader, id).await?;
        let about = match draft.about {
            Some(about) => stored::find(&mut tx, &entered.key, case, about).await?,
            None => None,
        };
        tx.commit().await?;
        Ok(NoteForm {
            head,
            draft: Some(draft),
            about: about.map(|note| reader.entry(note)),
            lock_days: reader.lock_days,
        })
    }

    /// Writes a new entry of its own, as a draft or signed at once.
    pub async fn write_note(&self, ctx: &Ctx, case: CaseId, input: &NoteInput) -> Result<NoteId> {
        self.add_note(ctx, case, (NoteKind::Note, None), input)
            .await
    }

    /// Adds a correction or the person's own view to an entry that is locked.
    pub async fn add_to_note(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (about, kind): (NoteId, NoteKind),
        input: &NoteInput,
    ) -> Result<NoteId> {
        if kind == NoteKind::Note {
            return Err(Error::invalid("kind", "error-note-addition"));
        }
        self.add_note(ctx, case, (kind, Some(about)), input).await
    }

    async fn add_note(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (kind, about): (NoteKind, Option<NoteId>),
        input: &NoteInput,
    ) -> Result<NoteId> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::NoteWritten)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        if let Some(about) = about {
            let reader = Reader::open(ctx, &mut tx, &entered).await?;
            fixed_note(&mut tx, &entered, &reader, about).await?;
        }
        let empty = Note {
            id: NoteId(ctx.new_id()),
            case,
            kind,
            on: input.on,
            heading: String::new(),
            body: String::new(),
            source: String::new(),
            author: entered.hand()?,
            written_at: ctx.now,
            lock: Lock::Draft,
            about,
            persons: Vec::new(),
            version: 1,
        };
        let note = filled(ctx, &head, empty, input)?;
        if note.is_blank() {
            return Err(Error::invalid("body", "error-note-nothing"));
        }
        stored::insert(&mut tx, &entered.key, &note).await?;
        log_signature(ctx, &mut tx, &entered, &note);
        tx.commit().await?;
        Ok(note.id)
    }

    /// Saves a draft of one's own, or signs it. Gives its new version.
    pub async fn save_note(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (id, version): (NoteId, i64),
        input: &NoteInput,
    ) -> Result<i64> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::NoteWritten)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let reader = Reader::open(ctx, &mut tx, &entered).await?;
        let draft = own_draft(&mut tx, &entered, &reader, id).await?;
        let note = filled(ctx, &head, Note { version, ..draft }, input)?;
        if !stored::save(&mut tx, &entered.key, &note).await? {
            return Err(Error::Conflict);
        }
        log_signature(ctx, &mut tx, &entered, &note);
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Throws a draft of one's own away.
    pub async fn discard_note(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (id, version): (NoteId, i64),
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::WriteJournal, Event::NoteWritten)
            .await?;
        let reader = Reader::open(ctx, &mut tx, &entered).await?;
        own_draft(&mut tx, &entered, &reader, id).await?;
        if !stored::remove_draft(&mut tx, id, version).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Locks drafts that are older than their board allows. Says how many; called by upkeep once a day.
    pub async fn lock_old_notes(&self, ctx: &Ctx) -> Result<u32> {
        let mut tx = self.db.write(&ctx.request).await?;
        let mut locked = 0;
        for (board, days) in stored::boards(&mut tx).await? {
            let seconds = i64::from(days) * 86_400;
            let until = ctx.now.plus_seconds(-seconds);
            for left in stored::left_drafts(&mut tx, board, until).await? {
                let at = left.written_at.plus_seconds(seconds);
                if stored::expire(&mut tx, left.note, at).await? {
                    tx.log(Entry {
                        board: Some(board),
                        team: Some(left.team),
                        case: Some(left.case),
                        detail: format!("expired {}", left.note),
                        ..ctx.entry(Event::NoteSigned)
                    });
                    locked += 1;
                }
            }
        }
        tx.commit().await?;
        Ok(locked)
    }
}

/// What must be known to show entries to somebody.
struct Reader<'a> {
    ctx: &'a Ctx,
    staff: Option<StaffId>,
    lock_days: u32,
    authors: Vec<Author>,
}

impl Reader<'_> {
    async fn open<'a>(ctx: &'a Ctx, tx: &mut Tx, entered: &Entered) -> Result<Reader<'a>> {
        Ok(Reader {
            ctx,
            staff: entered.permit.staff(),
            lock_days: stored::lock_days(tx, entered.scope.team.board).await?,
            authors: stored::authors(tx, entered.case()).await?,
        })
    }

    /// The entry with its lock as it is now.
    fn now(&self, note: Note) -> Note {
        Note {
            lock: note.lock_at(self.ctx.now, self.lock_days),
            ..note
        }
    }

    fn entry(&self, note: Note) -> JournalEntry {
        let note = self.now(note);
        let mut posts = self
            .authors
            .iter()
            .filter(|author| author.staff == note.author);
        let author = posts
            .clone()
            .next()
            .map(|author| author.name.clone())
            .unwrap_or_default();
        let written = note.written_at.day();
        let role = posts.find_map(|author| {
            let (role, from, to) = author.post?;
            let held = from <= written && to.is_none_or(|to| written < to);
            held.then_some(role)
        });
        JournalEntry {
            author,
            role,
            is_mine: self
                .staff
                .is_some_and(|staff| note.may_be_changed_by(staff)),
            additions: Vec::new(),
            note,
        }
    }

    /// Entries of their own with their additions, as far as the reader may see and asked for them.
    fn arrange(&self, notes: Vec<Note>, filter: JournalFilter) -> Vec<JournalEntry> {
        let seen = notes
            .into_iter()
            .map(|note| self.entry(note))
            .filter(|entry| self.staff.is_none_or(|staff| entry.note.is_seen_by(staff)));
        let (mut entries, mut additions): (Vec<_>, Vec<_>) =
            seen.partition(|entry| entry.note.about.is_none());
        additions.reverse();
        for addition in additions {
            let about = entries
                .iter_mut()
                .find(|entry| Some(entry.note.id) == addition.note.about);
            if let Some(entry) = about {
                entry.additions.push(addition);
            }
        }
        entries.retain(|entry| entry.answers(filter));
        entries
    }
}

impl JournalEntry {
    fn answers(&self, filter: JournalFilter) -> bool {
        let mut all = std::iter::once(self).chain(&self.additions);
        let about = |person| self.note.persons.contains(&person);
        filter.person.is_none_or(about)
            && filter
                .kind
                .is_none_or(|kind| all.any(|entry| entry.note.kind == kind))
    }
}

/// A draft of the actor's own; anybody else's does not exist for them, and one that is locked is nobody's to change.
async fn own_draft(
    tx: &mut Tx,
    entered: &Entered,
    reader: &Reader<'_>,
    id: NoteId,
) -> Result<Note> {
    let found = stored::find(tx, &entered.key, entered.case(), id).await?;
    let note = reader.now(found.ok_or(Error::NotFound)?);
    let hand = entered.hand()?;
    if note.may_be_changed_by(hand) {
        Ok(note)
    } else if note.is_seen_by(hand) {
        Err(Error::invalid("body", "error-note-locked"))
    } else {
        Err(Error::NotFound)
    }
}

/// An entry that additions can be made to.
async fn fixed_note(
    tx: &mut Tx,
    entered: &Entered,
    reader: &Reader<'_>,
    id: NoteId,
) -> Result<Note> {
    let found = stored::find(tx, &entered.key, entered.case(), id).await?;
    let note = reader.now(found.ok_or(Error::NotFound)?);
    if note.takes_additions() {
        Ok(note)
    } else if note.is_seen_by(entered.hand()?) {
        Err(Error::invalid("kind", "error-note-addition"))
    } else {
        Err(Error::NotFound)
    }
}

/// The entry with what was typed, or what is wrong with it.
fn filled(ctx: &Ctx, head: &CaseHead, note: Note, input: &NoteInput) -> Result<Note> {
    let mut faults = Vec::new();
    if input
        .persons
        .iter()
        .any(|id| !head.persons.iter().any(|person| person.id == *id))
    {
        faults.push(FieldError::new("persons", "error-note-person"));
    }
    let note = Note {
        on: input.on,
        heading: input.heading.trim().to_owned(),
        body: input.body.trim_end().to_owned(),
        source: input.source.trim().to_owned(),
        persons: input.persons.clone(),
        ..note
    };
    let found = match input.sign {
        Sign::Later => note.check(ctx.today()),
        Sign::Now => note.check_for_signing(ctx.today()),
    };
    faults.extend(found.into_iter().map(field_error));
    all_valid(faults)?;
    Ok(match input.sign {
        Sign::Later => note,
        Sign::Now => note.signed(ctx.now),
    })
}

fn field_error(fault: NoteFault) -> FieldError {
    match fault {
        NoteFault::Empty => FieldError::new("body", "error-note-empty"),
        NoteFault::NotYet => FieldError::new("on", "error-note-not-yet"),
        NoteFault::HeadingTooLong => FieldError::new("heading", "error-note-heading-long"),
        NoteFault::BodyTooLong => FieldError::new("body", "error-note-body-long"),
        NoteFault::SourceTooLong => FieldError::new("source", "error-note-source-long"),
    }
}

fn log_signature(ctx: &Ctx, tx: &mut Tx, entered: &Entered, note: &Note) {
    if note.is_locked() {
        tx.log(Entry {
            detail: note.id.to_string(),
            ..entered.entry(ctx, Event::NoteSigned)
        });
    }
}
