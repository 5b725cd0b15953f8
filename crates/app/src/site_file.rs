//! Networks, boards and teams as a file says them.

mod pool;

#[cfg(test)]
mod tests;

use hemma_domain::ids::{BoardId, NetworkId, TeamId};
use hemma_domain::programme::Weekday;
use hemma_domain::sheet::BasisKind;
use hemma_domain::site::{self, Definition, Known, Named, Plan, TeamEntry};
use hemma_domain::team::{Board, Network, Rhythm, Team};
use hemma_domain::time::Clock;
use sha2::{Digest as _, Sha256};
use toml::Spanned;
use toml::de::DeTable;
use uuid::Uuid;

use crate::definition_file::part::entries;
use crate::definition_file::slot::{Reader, Slot, Table};
use crate::definition_file::{self, Fault, Reason};

/// Reads a file and compares it with what the site has; `file` is the name that faults carry. Every fault is told, in
/// order of lines.
pub fn read(file: &str, text: &str, known: &Known) -> Result<Plan, Vec<Fault>> {
    definition_file::read(file, text, |reader, root| {
        Plan::new(definition(reader, root), known).map_err(|faults| {
            let told = |fault: site::Fault| (fault.at.clone(), Reason::Site(fault));
            faults.into_iter().map(told).collect()
        })
    })
}

fn definition<'a>(reader: &'a Reader, root: &'a Spanned<DeTable<'a>>) -> Definition {
    Table::root(reader, root, |t| Definition {
        networks: entries(t.take("networks"), network),
        boards: entries(t.take("boards"), board),
        teams: entries(t.take("teams"), team),
        pools: entries(t.take("pools"), pool::pool),
    })
}

fn network(slot: Slot<'_>) -> Named<Network> {
    slot.table(|t| {
        let code = t.take("code").text();
        let value = Network {
            id: NetworkId(id_of("network", &code)),
            name: t.take("name").text(),
        };
        Named { code, value }
    })
}

fn board(slot: Slot<'_>) -> Named<Board> {
    slot.table(|t| {
        let code = t.take("code").text();
        let value = Board {
            id: BoardId(id_of("board", &code)),
            name: t.take("name").text(),
            short: t.take("short").text(),
            municipality: t.take("municipality").text(),
            case_pattern: t.take("case_pattern").text(),
            note_lock_days: t.take("note_lock_days").number(),
            sheet_bases: bases(t.take("sheet_bases")),
        };
        Named { code, value }
    })
}

/// None counts that the board does not name.
fn bases(slot: Slot<'_>) -> Vec<BasisKind> {
    let named = slot.given();
    let read = |slot: Slot<'_>| slot.list(|slot| slot.word(BasisKind::Assignment));
    let mut all = named.map(read).unwrap_or_default();
    all.sort();
    all.dedup();
    all
}

fn team(slot: Slot<'_>) -> TeamEntry {
    slot.table(|t| {
        let code = t.take("code").text();
        let board = t.take("board").text();
        let network = t.take("network").text();
        let value = Team {
            id: TeamId(id_of("team", &code)),
            board: BoardId(id_of("board", &board)),
            network: NetworkId(id_of("network", &network)),
            name: t.take("name").text(),
            programme: t.take("programme").text(),
            opened_on: t.take("opened_on").day(),
            closed_on: t.take("closed_on").given().map(Slot::day),
            rhythm: rhythm(t),
        };
        TeamEntry {
            team: Named { code, value },
            board,
            network,
        }
    })
}

fn rhythm(t: &mut Table<'_>) -> Rhythm {
    let (hand_in_weekday, hand_in_at) = t.take("hand_in").table(hand_in);
    Rhythm {
        hand_in_weekday,
        hand_in_at,
        supervision_weekday: weekday(t.take("supervision")),
        consultation_weekday: weekday(t.take("consultation")),
    }
}

fn hand_in(t: &mut Table<'_>) -> (i8, Clock) {
    (weekday(t.take("weekday")), t.take("time").clock())
}

fn weekday(slot: Slot<'_>) -> i8 {
    slot.word(Weekday::Monday).number()
}

/// The id that a code gives: the same in every file and on every site. If this changed, no file would find again what
/// an earlier one set up.
fn id_of(kind: &str, code: &str) -> Uuid {
    let hash = Sha256::digest(format!("hemma {kind} {code}"));
    let mut bytes = [0; 16];
    for (byte, of_hash) in bytes.iter_mut().zip(hash) {
        *byte = of_hash;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
