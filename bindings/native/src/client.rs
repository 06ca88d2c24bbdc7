//! What the handle of a client stands for: a client of the core, and the switchboard of its jobs.

use crate::files::HostFiles;
use crate::host::{Host, HostBrowser};
use crate::http::HostTransport;
use crate::job::Job;
use crate::switchboard::Switchboard;
use graph_mfa::api::{ClientConfig, Request};
use graph_mfa::{Client, Result, Secret};
use std::sync::Arc;

/// A client whose host polls.
pub(crate) struct HostedClient {
    client: Client,
    board: Arc<Switchboard>,
}

impl HostedClient {
    pub(crate) fn new(config: ClientConfig, secret: Option<Secret>) -> Result<Self> {
        let board = Arc::new(Switchboard::default());
        let host = Host::new(Arc::clone(&board));
        let redirect_uri = config.redirect_uri.clone();
        let (host_files, host_http) = (config.host_files, config.host_http);
        let mut builder = Client::builder(config)
            .token_source(host.clone())
            .signer(host.clone())
            .assertions(host.clone());
        if host_files {
            builder = builder.store(HostFiles::new(host.clone()));
        }
        if host_http {
            builder = builder.transport(HostTransport::new(host.clone()));
        }
        if let Some(redirect_uri) = redirect_uri {
            builder = builder.browser(HostBrowser::new(host, redirect_uri));
        }
        if let Some(secret) = secret {
            builder = builder.secret(secret);
        }
        Ok(Self {
            client: builder.build()?,
            board,
        })
    }

    pub(crate) fn start(&self, request: Request) -> Result<Job> {
        let client = self.client.clone();
        Job::start(&self.board, |progress, cancel| async move {
            client.run(request, &progress, &cancel).await
        })
    }
}
