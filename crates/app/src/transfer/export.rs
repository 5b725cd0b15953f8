//! All data of a board as JSON lines (`docs/formats/export.md`): written beside, put in place at the end.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use hemma_domain::access::{BoardAction, CaseAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::{BoardId, CaseId};
use hemma_store::export::{self as stored, Reach, Shape};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::private;

/// The form of the export; raised when a file changes its meaning.
pub const VERSION: u32 = 1;

/// What was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    pub cases: usize,
    pub files: usize,
    pub lines: u64,
}

impl App {
    /// Writes everything a board has into a new folder. It appears whole or not at all.
    ///
    /// Each case is read in a transaction of its own, which puts the look in the log: memory holds one case at a time,
    /// and the site can be used meanwhile.
    pub async fn export_board(&self, ctx: &Ctx, short: &str, out: &Path) -> Result<Exported> {
        let (board, name, shapes, cases) = self.begin_export(ctx, short).await?;
        let mut folder = Folder::beside(out, &ctx.new_id().to_string(), &shapes)?;
        self.export_reach(ctx, (board, &shapes), &mut folder)
            .await?;
        for case in &cases {
            self.export_case(ctx, *case, &shapes, &mut folder).await?;
        }
        self.export_log(ctx, (board, &shapes), &mut folder).await?;
        let about = json!({ "id": board, "short": short, "name": name });
        let (files, lines) = folder.finish(&about, &ctx.now.0.to_string(), out)?;
        Ok(Exported {
            cases: cases.len(),
            files,
            lines,
        })
    }

    /// Decides, and puts the export in the log before anything is read.
    async fn begin_export(
        &self,
        ctx: &Ctx,
        short: &str,
    ) -> Result<(BoardId, String, Vec<Shape>, Vec<CaseId>)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let found = stored::board(&mut tx, short).await?;
        let (board, name) = found.ok_or(Error::NotFound)?;
        let permit = allowed(ctx, Request::Board(BoardAction::Export, board))?;
        tx.log(of_permit(ctx, Event::Exported, &permit));
        let shapes = stored::shapes(&mut tx).await?;
        let cases = stored::cases(&mut tx, board).await?;
        tx.commit().await?;
        Ok((board, name, shapes, cases))
    }

    async fn export_reach(
        &self,
        ctx: &Ctx,
        (board, shapes): (BoardId, &[Shape]),
        folder: &mut Folder,
    ) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let site = tx.seals().site().clone();
        for shape in of_reach(shapes, Reach::Board) {
            let lines = stored::of_the_board(&mut tx, shape, board, &site).await?;
            folder.write(shape.table(), &lines)?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn export_case(
        &self,
        ctx: &Ctx,
        case: CaseId,
        shapes: &[Shape],
        folder: &mut Folder,
    ) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::Exported)
            .await?;
        let mut read = Vec::new();
        for shape in of_reach(shapes, Reach::Case) {
            let lines = stored::of_the_case(&mut tx, shape, case, &entered.key).await?;
            read.push((shape.table(), lines));
        }
        tx.commit().await?;
        read.iter()
            .try_for_each(|(table, lines)| folder.write(table, lines))
    }

    async fn export_log(
        &self,
        ctx: &Ctx,
        (board, shapes): (BoardId, &[Shape]),
        folder: &mut Folder,
    ) -> Result<()> {
        for shape in of_reach(shapes, Reach::Log) {
            let mut after = 0;
            loop {
                let mut tx = self.db.write(&ctx.request).await?;
                let piece = stored::of_the_log(&mut tx, shape, board, after).await?;
                tx.commit().await?;
                let Some((lines, last)) = piece else { break };
                folder.write(shape.table(), &lines)?;
                after = last;
            }
        }
        Ok(())
    }
}

fn of_reach(shapes: &[Shape], reach: Reach) -> impl Iterator<Item = &Shape> {
    shapes.iter().filter(move |shape| shape.reach() == reach)
}

/// The folder while it is written; dropped unfinished, it goes away.
struct Folder {
    path: PathBuf,
    files: BTreeMap<&'static str, TableFile>,
    placed: bool,
}

struct TableFile {
    out: BufWriter<File>,
    hash: Sha256,
    lines: u64,
}

impl Folder {
    fn beside(out: &Path, mark: &str, shapes: &[Shape]) -> Result<Folder> {
        Folder::make(out, mark, shapes).map_err(Error::Internal)
    }

    fn make(out: &Path, mark: &str, shapes: &[Shape]) -> anyhow::Result<Folder> {
        anyhow::ensure!(
            !out.exists(),
            "{} is there already; nothing was written",
            out.display()
        );
        let name = out
            .file_name()
            .with_context(|| format!("{} names no folder", out.display()))?;
        let path = out.with_file_name(format!("{}.{mark}", name.to_string_lossy()));
        private::folder(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        let mut folder = Folder {
            path,
            files: BTreeMap::new(),
            placed: false,
        };
        for shape in shapes {
            // Several shapes may go into one file.
            if folder.files.contains_key(shape.table()) {
                continue;
            }
            let file = folder.path.join(format!("{}.jsonl", shape.table()));
            let file = private::create(&file)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            let file = TableFile {
                out: BufWriter::new(file),
                hash: Sha256::new(),
                lines: 0,
            };
            folder.files.insert(shape.table(), file);
        }
        Ok(folder)
    }

    fn write(&mut self, table: &str, lines: &[Json]) -> Result<()> {
        let Some(file) = self.files.get_mut(table) else {
            return Err(Error::Internal(anyhow::anyhow!("no file for {table}")));
        };
        for line in lines {
            let text = format!("{line}\n");
            file.hash.update(text.as_bytes());
            file.lines += 1;
            file.out
                .write_all(text.as_bytes())
                .with_context(|| format!("{table}.jsonl cannot be written"))
                .map_err(Error::Internal)?;
        }
        Ok(())
    }

    /// Writes the manifest and puts the folder in place. Says how many files and lines there are.
    fn finish(self, board: &Json, at: &str, out: &Path) -> Result<(usize, u64)> {
        self.place(board, at, out)
            .context("the export cannot be put in place")
            .map_err(Error::Internal)
    }

    fn place(mut self, board: &Json, at: &str, out: &Path) -> anyhow::Result<(usize, u64)> {
        let mut listed = Vec::new();
        let mut sum = 0;
        for (table, file) in std::mem::take(&mut self.files) {
            file.out.into_inner()?.sync_all()?;
            sum += file.lines;
            listed.push(json!({
                "file": format!("{table}.jsonl"),
                "lines": file.lines,
                "sha256": hex(&file.hash.finalize()),
            }));
        }
        let count = listed.len();
        let manifest = json!({
            "format": "hemma-board-export",
            "version": VERSION,
            "board": board,
            "exported_at": at,
            "files": listed,
        });
        let mut file = private::create(&self.path.join("manifest.json"))?;
        file.write_all(format!("{manifest:#}\n").as_bytes())?;
        file.sync_all()?;
        fs::rename(&self.path, out)?;
        self.placed = true;
        Ok((count, sum))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.placed
            && let Err(err) = fs::remove_dir_all(&self.path)
        {
            let folder = self.path.display().to_string();
            tracing::error!(folder, cause = %err, "an unfinished export could not be removed");
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
