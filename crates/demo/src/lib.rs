//! The demo network: invented families as data with a seed.
//!
//! A pure function of seed, day and scale. The texts stand in `stories/`, `network.toml` and `pools.toml`; the
//! README beside them says how they are read. The same seed gives the same network.

mod bank;
mod compose;
mod consultation;
mod course;
mod development;
mod dice;
mod economy;
mod family;
mod file;
mod house;
mod measured;
mod night;
mod on_call;
mod opening;
mod project;
mod proposal;
mod rated;
mod review;
mod row;
mod seats;
mod text;
mod training;

#[cfg(test)]
mod tests;

use hemma_domain::time::Day;
use jiff::civil::Date;

pub use bank::TextFault;
pub use consultation::Consulted;
pub use economy::Economy;
pub use family::{Family, WeekFile};
pub use house::House;
pub use measured::Measured;
pub use night::Nights;
pub use on_call::OnCall;
pub use opening::{Applied, Recruited};
pub use project::Funded;
pub use proposal::Lesson;
pub use rated::Rated;
pub use training::Trained;

use bank::Bank;
use family::Desk;
use house::Ground;
use seats::{Layout, Seat};

/// What a demo network is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The same seed gives the same network.
    pub seed: u64,
    /// The day it is. Nothing is written later than this morning.
    pub today: Date,
    /// How many times the size of the named teams; at most sixty teams, with ten years behind them.
    pub scale: u32,
}

/// The whole network.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Boards, teams and staff.
    pub house: House,
    /// Every family, in the order in which they came.
    pub families: Vec<Family>,
}

/// Makes the whole network at once.
pub fn generate(options: &Options) -> Result<Network, TextFault> {
    let plan = Plan::new(options)?;
    let families = plan.families().collect();
    Ok(Network {
        house: plan.ground.house,
        families,
    })
}

/// A network laid out, its families not yet written: for those who want them one at a time.
pub struct Plan {
    bank: Bank,
    ground: Ground,
    seats: Vec<Seat>,
    seed: u64,
    today: Day,
}

impl Plan {
    /// Lays the network out.
    pub fn new(options: &Options) -> Result<Plan, TextFault> {
        let bank = Bank::read()?;
        let layout = Layout {
            seed: options.seed,
            today: Day(options.today),
            scale: options.scale,
        };
        let teams = layout.teams(bank.network.team.len());
        let mut ground = house::build(&bank, options.seed, layout.today, teams);
        let seats = seats::plan(&bank, &mut ground, layout);
        Ok(Plan {
            bank,
            ground,
            seats,
            seed: options.seed,
            today: layout.today,
        })
    }

    /// Boards, teams and staff.
    pub fn house(&self) -> &House {
        &self.ground.house
    }

    /// How many families there are.
    pub fn len(&self) -> usize {
        self.seats.len()
    }

    /// Whether there is no family.
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Every family, written as it is asked for, in the order in which they came.
    pub fn families(&self) -> impl Iterator<Item = Family> + '_ {
        let desk = Desk {
            bank: &self.bank,
            ground: &self.ground,
            seed: self.seed,
            today: self.today,
        };
        self.seats
            .iter()
            .filter_map(move |seat| family::write(&desk, seat))
    }
}
