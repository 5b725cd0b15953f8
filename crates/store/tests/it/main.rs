//! Store functions, each on both databases.

#![cfg(test)]

mod absence;
mod artefact;
mod assignment;
mod audit;
mod bond;
mod case;
mod consent;
mod contact;
mod definition;
mod draft;
mod duty;
mod export;
mod feed;
mod feedback;
mod fidelity;
mod fit;
mod followup;
mod frame;
mod goal;
mod incident;
mod job;
mod link;
mod login;
mod measure;
mod note;
mod person;
mod pool;
mod proposal;
mod report;
mod rota;
mod round;
mod schema;
mod screening;
mod staff;
mod step;
mod swap;
mod task;
mod team;
mod team_week;
mod timeline;
mod turn;
mod week;
mod writer;
