//! The programme's rules: values in, values out. No I/O, no `async`, no clock.

pub mod access;
pub mod artefact;
pub mod audit;
pub mod capacity;
pub mod case;
pub mod code;
pub mod consent;
pub mod contact;
pub mod followup;
pub mod identity;
pub mod ids;
pub mod incident;
pub mod login;
pub mod my_week;
pub mod note;
pub mod person;
pub mod programme;
pub mod report;
pub mod screening;
pub mod staff;
pub mod task;
pub mod team;
pub mod team_week;
pub mod time;
pub mod unname;
pub mod week;
