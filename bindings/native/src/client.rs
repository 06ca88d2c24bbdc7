//! What the handle of a client stands for: a client of the core, and the switchboard of its jobs.

use crate::host_token::{HostToken, PATIENCE};
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
        let mut builder = Client::builder(config).token_source(HostToken::new(Arc::clone(&board), PATIENCE));
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
