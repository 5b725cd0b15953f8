//! Use cases: authorise, load, decide, save, log. The only way to data.

pub mod absence;
pub mod account;
pub mod addressee;
pub mod agreement;
pub mod agreement_file;
pub mod application;
pub mod artefact;
pub mod basis;
pub mod briefing;
pub mod call;
pub mod capacity;
pub mod care;
pub mod case;
pub mod check;
pub mod closing;
pub mod config;
pub mod consent;
pub mod consultation;
pub mod contact;
pub mod ctx;
pub mod curriculum;
pub mod curriculum_file;
pub mod definition;
pub mod definition_file;
pub mod demo;
pub mod desk;
pub mod development;
pub mod disclose;
pub mod draft;
pub mod enter;
pub mod error;
pub mod fee;
pub mod feed;
pub mod feedback;
pub mod fidelity;
mod file;
mod gate;
pub mod glass;
pub mod goal;
pub mod history;
pub mod hold;
pub mod hours;
pub mod incident;
pub mod instrument;
pub mod instrument_file;
pub mod intake;
pub mod journal;
pub mod layout;
pub mod layout_file;
pub mod ledger;
pub mod link;
pub mod log;
pub mod login;
pub mod mail;
pub mod measure;
pub mod meeting;
pub mod member;
pub mod month_report;
pub mod my_week;
pub mod network;
pub mod open;
pub mod opening;
pub mod parcel;
pub mod passkey;
mod password;
pub mod pdf;
pub mod person;
pub mod pool;
pub mod private;
pub mod programme;
pub mod programme_file;
pub mod project;
pub mod proposal;
mod recruiting;
pub mod recruiting_file;
pub mod report;
pub mod rest;
pub mod review;
pub mod rota;
pub mod round;
pub mod scale;
pub mod search;
pub mod second_factor;
pub mod sender;
pub mod sheet;
pub mod shelf;
pub mod sign_in;
pub mod site;
pub mod site_file;
pub mod staff;
pub mod swap;
pub mod task;
pub mod team_week;
pub mod timeline;
pub mod tonight;
pub mod training;
pub mod transfer;
pub mod trip;
mod watch;
pub mod week;
pub mod welcome;

use std::sync::Arc;

use hemma_domain::agreement::Agreement;
use hemma_domain::curriculum::Curriculum;
use hemma_domain::instrument::Scorer;
use hemma_domain::layout::Layout;
use hemma_domain::programme::Programme;
use hemma_domain::recruiting::Recruiting;
use hemma_store::db::Db;

use crate::config::Config;
use crate::shelf::Shelf;

/// The program behind its pages: cheap to clone, one for each process.
#[derive(Clone)]
pub struct App {
    pub(crate) db: Db,
    pub(crate) config: Arc<Config>,
    pub(crate) programmes: Shelf<Programme>,
    pub(crate) instruments: Shelf<Scorer>,
    pub(crate) agreements: Shelf<Agreement>,
    pub(crate) layouts: Shelf<Layout>,
    pub(crate) curricula: Shelf<Curriculum>,
    pub(crate) recruiting: Shelf<Recruiting>,
    /// What was computed of networks today.
    pub(crate) fidelity: fidelity::network::Keep,
    /// Rotas that are being proposed, and what was found.
    pub(crate) suggestions: rota::Runs<rota::Stage>,
    /// What it would cost that somebody has a duty, one question of a pool.
    pub(crate) prices: rota::Runs<rota::Asked>,
    /// What networks know of their teams' figures today.
    pub(crate) reviews: review::Keep,
    /// What would be if there were more teams.
    pub(crate) scales: scale::Runs,
    /// How many applications came lately, in all and from each address.
    pub(crate) gate: gate::Gate,
    /// How often adverts were read lately.
    pub(crate) reading_gate: gate::Gate,
    /// How many requests of other installations that send figures came lately.
    pub(crate) sender_gate: gate::Gate,
    pub(crate) post: mail::Post,
}

impl App {
    /// The settings this runs with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The same installation under the address it turned out to have: a free port is known only once it is taken.
    pub fn at_origin(&self, origin: String) -> App {
        let config = Config {
            origin,
            ..Config::clone(&self.config)
        };
        App {
            config: Arc::new(config),
            ..self.clone()
        }
    }

    /// The same installation on another handle of its database: for tests that cut use cases short.
    pub fn on_db(&self, db: Db) -> App {
        App { db, ..self.clone() }
    }

    /// The database behind it: for tests that fill it.
    pub fn database(&self) -> Db {
        self.db.clone()
    }

    /// Statements carried out since the start, for metrics and benchmarks.
    pub fn statements(&self) -> u64 {
        self.db.statements()
    }

    /// Closes the database; what was acknowledged is on the disk.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
