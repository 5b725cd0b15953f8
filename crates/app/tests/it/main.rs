//! Use cases: what they do, who may, and that nothing half-done remains.

#![cfg(test)]

mod account;
mod agreement;
mod artefact;
mod capacity;
mod care;
mod case;
mod closing;
mod consent;
mod contact;
mod demo;
mod desk;
mod disclose;
mod draft;
mod feedback;
mod fidelity;
mod goal;
mod harness;
mod incident;
mod instrument;
mod intake;
mod journal;
mod link;
mod log;
mod login;
mod mail;
mod measure;
mod meeting;
mod my_week;
mod network;
mod pdf;
mod person;
mod report;
mod rescore;
mod round;
mod search;
mod site;
mod task;
mod team_week;
mod timeline;
mod transfer;
mod week;
mod whole;
