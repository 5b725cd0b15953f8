//! Pools as a file says them.

use hemma_domain::ids::{LineId, PoolId, TeamId};
use hemma_domain::pool::{Line, LineUnit, Pool, PoolTeam, RING_SECONDS};
use hemma_domain::site::{Named, PoolEntry};
use hemma_domain::staff::Role;

use super::id_of;
use crate::definition_file::part::words;
use crate::definition_file::slot::Slot;

pub(super) fn pool(slot: Slot<'_>) -> PoolEntry {
    slot.table(|t| {
        let code = t.take("code").text();
        let teams = t.take("teams").list(team);
        let (teams, codes) = teams.into_iter().unzip();
        let value = Pool {
            id: PoolId(id_of("pool", &code)),
            name: t.take("name").text(),
            agreement: t.take("agreement").text(),
            agreement_version: t.take("agreement_version").number(),
            teams,
            lines: t.take("lines").list(|slot| line(slot, &code)),
            ring_seconds: RING_SECONDS,
            version: 1,
        };
        PoolEntry {
            pool: Named { code, value },
            teams: codes,
        }
    })
}

fn team(slot: Slot<'_>) -> (PoolTeam, String) {
    slot.table(|t| {
        let code = t.take("team").text();
        let team = PoolTeam {
            team: TeamId(id_of("team", &code)),
            from: t.take("from").day(),
            to: t.take("to").given().map(Slot::day),
        };
        (team, code)
    })
}

fn line(slot: Slot<'_>, pool: &str) -> Line {
    slot.table(|t| {
        let level = t.take("level").number();
        Line {
            id: LineId(id_of("line", &format!("{pool} {level}"))),
            level,
            name: words(t.take("name")),
            roles: t
                .take("roles")
                .list(|slot| slot.word(Role::FamilyTherapist)),
            unit: t.take("unit").word(LineUnit::Block),
            gap_min: t.take("gap_minutes").number(),
            load_pct: t.take("load_percent").number(),
        }
    })
}
