//! Control-C while a command works: what is half done is given up, and that is told.
//!
//! Once somebody listens, an interrupt ends nothing by itself any more, until the program ends: whatever works must look.

use std::io::{self, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody has asked to stop.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens from now on.
    pub(super) fn listen() -> Stop {
        let stop = Stop::default();
        let heard = stop.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                heard.0.store(true, Ordering::Relaxed);
            }
        });
        stop
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A writer that fails once somebody has asked to stop.
    pub(super) fn heeded_by<W>(&self, to: W) -> Heeding<W> {
        Heeding {
            stop: self.clone(),
            has_failed: false,
            to,
        }
    }
}

/// A writer that fails once somebody has asked to stop. What is still written after that, as some do when they are dropped,
/// goes nowhere.
pub(super) struct Heeding<W> {
    stop: Stop,
    has_failed: bool,
    to: W,
}

impl<W> Heeding<W> {
    pub(super) fn into_inner(self) -> W {
        self.to
    }
}

impl<W: Write> Write for Heeding<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.has_failed {
            return Ok(bytes.len());
        }
        if self.stop.is_asked() {
            self.has_failed = true;
            return Err(io::Error::other("somebody asked to stop"));
        }
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl<W: Seek> Seek for Heeding<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.to.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_fails_once_somebody_has_asked() {
        let stop = Stop::default();
        let mut writer = stop.heeded_by(Vec::new());
        writer.write_all(b"one").unwrap();
        stop.0.store(true, Ordering::Relaxed);
        assert!(writer.write_all(b"two").is_err());
        writer.write_all(b"three").unwrap();
        assert_eq!(writer.into_inner(), b"one");
    }
}
