//! Files that go with a proposal: sent, taken away, fetched.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::proposal::OneProposal;
use hemma_domain::ids::{AttachmentId, NetworkId, ProposalId};
use hemma_domain::proposal::Attachment;
use serde::Deserialize;

use super::one;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::file::{self, kilobytes};
use crate::http::form::Faults;
use crate::http::upload::Upload;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::unprocessable;

/// A file in a draft's list.
#[derive(Debug, Clone)]
pub struct FileView {
    pub url: String,
    pub title: String,
    pub size: String,
}

/// Which version of the draft was looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VersionForm {
    version: i64,
}

/// The files of a draft.
pub(super) fn files(found: &OneProposal, lang: Lang) -> Vec<FileView> {
    let at = (found.proposal.network, found.proposal.id);
    let view = |one: &Attachment| FileView {
        url: url::attachment(at, one.id),
        title: one.title.clone(),
        size: lang.t1("attachment-size", "size", kilobytes(one.bytes)),
    };
    found.attachments.iter().map(view).collect()
}

/// Everything that goes with a proposal, each with the address of its file; empty where there is none.
pub(super) fn listed(found: &OneProposal) -> Vec<(String, String)> {
    let at = (found.proposal.network, found.proposal.id);
    let titles = found.proposal.content.listed(&found.attachments);
    let with_file = |title: &str| {
        let is_it = |one: &&Attachment| one.title.to_lowercase() == title.trim().to_lowercase();
        let file = found.attachments.iter().find(is_it);
        let url = file.map(|one| url::attachment(at, one.id));
        (title.to_owned(), url.unwrap_or_default())
    };
    titles.into_iter().map(with_file).collect()
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<(NetworkId, ProposalId)>,
    upload: Upload,
) -> Result<Response, PageError> {
    let version = upload.fields.get("version").parse().unwrap_or_default();
    let title = upload.fields.get("attachment_title").to_owned();
    let at = (network, id, version);
    let sent = (title.as_str(), upload.file);
    let faults = match site.app.attach(&visit.ctx, at, sent).await {
        Ok(()) => {
            let to = format!("{}?done=attachment-added", url::proposal(network, id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => meanwhile(),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = site.app.proposal(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    one::shown(&visit, &site, &found, (title, faults)).map(unprocessable)
}

pub(super) async fn post_remove(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id, attachment)): Path<(NetworkId, ProposalId, AttachmentId)>,
    Form(form): Form<VersionForm>,
) -> Result<Response, PageError> {
    let at = (network, id, form.version);
    match site.app.detach(&visit.ctx, at, attachment).await {
        Ok(()) => {
            let to = format!("{}?done=attachment-removed", url::proposal(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Conflict) => {
            let found = site.app.proposal(&visit.ctx, (network, id)).await;
            let found = found.map_err(PageError::to(&visit))?;
            one::shown(&visit, &site, &found, (String::new(), meanwhile())).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id, attachment)): Path<(NetworkId, ProposalId, AttachmentId)>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .attachment(&visit.ctx, (network, id), attachment)
        .await;
    let (_, sent) = found.map_err(PageError::to(&visit))?;
    Ok(file::answer("bilaga.pdf", sent))
}

fn meanwhile() -> Faults {
    let mut faults = Faults::none();
    faults.add("version", "proposal-fault-meanwhile");
    faults
}
