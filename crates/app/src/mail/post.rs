//! How mails leave the house: through a mail server, into memory, or not at all.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::config::MailServer;

/// How long sending one mail may take; a mail server that is slower is tried again later.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A mail as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// How mails leave the house. A clone is the same.
#[derive(Clone)]
pub enum Post {
    /// Not at all: no mail is kept either.
    Off,
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<Letter>>>),
    /// Through a mail server.
    Smtp(Box<Smtp>),
}

/// A mail server, and who writes.
#[derive(Clone)]
pub struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Refuses settings by which no mail could go out. An empty one says nothing.
pub fn check(url: &str, from: &str) -> anyhow::Result<()> {
    if !url.is_empty() {
        server(url)?;
    }
    if !from.is_empty() {
        sender(from)?;
    }
    Ok(())
}

/// The cause is left out of the fault: it may hold the address, and the address holds a password.
fn server(url: &str) -> anyhow::Result<AsyncSmtpTransportBuilder> {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
        anyhow::anyhow!("setting mail_server: not an address as in smtps://name:word@host")
    })
}

fn sender(from: &str) -> anyhow::Result<Mailbox> {
    from.parse()
        .context("setting mail_from: not a mail address")
}

impl Post {
    /// As the settings say.
    pub fn of(settings: &MailServer) -> anyhow::Result<Post> {
        Ok(match settings {
            MailServer::Off => Post::Off,
            MailServer::Memory => Post::Memory(Arc::default()),
            MailServer::Smtp { url, from } => Post::Smtp(Box::new(Smtp {
                server: server(url)?.timeout(Some(PATIENCE)).build(),
                from: sender(from)?,
            })),
        })
    }

    pub(super) async fn send(&self, letter: Letter) -> anyhow::Result<()> {
        match self {
            Post::Off => Ok(()),
            Post::Memory(kept) => {
                kept.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(letter);
                Ok(())
            }
            Post::Smtp(smtp) => {
                let message = Message::builder()
                    .from(smtp.from.clone())
                    .to(letter.to.parse()?)
                    .subject(letter.subject)
                    .header(ContentType::TEXT_PLAIN)
                    .body(letter.body)?;
                tokio::time::timeout(PATIENCE, smtp.server.send(message))
                    .await
                    .context("the mail server took too long")??;
                Ok(())
            }
        }
    }

    pub(super) fn posted(&self) -> Vec<Letter> {
        match self {
            Post::Memory(kept) => kept.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Post::Off | Post::Smtp(_) => Vec::new(),
        }
    }
}
