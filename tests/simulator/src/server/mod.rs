//! The tenant behind HTTP on loopback: one port for Graph, one for the token endpoint, one for the admin face.

mod admin;
mod face;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde::Serialize;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::cloud::Origins;
use crate::http::Face;
use crate::simulator::{Connection, Simulator};

/// How to serve.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Port of Graph; the login host takes the next one, the admin face the one after. Zero takes free ports.
    pub port: u16,
    /// Whether to open the admin face.
    pub admin: bool,
}

/// Where a served tenant is reached and how to sign in: the line that `graph-sim serve` prints.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Startup {
    /// Origin of Graph.
    pub graph: String,
    /// Origin of the token endpoint.
    pub login: String,
    /// Origin of the admin face, if it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<String>,
    /// Tenant and credentials.
    #[serde(flatten)]
    pub connection: Connection,
}

/// A server that runs until it is stopped or dropped.
pub struct Server {
    simulator: Simulator,
    origins: Origins,
    admin: Option<String>,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// The addresses and how to sign in.
    pub fn startup(&self) -> Startup {
        startup(&self.simulator, &self.origins, self.admin.clone())
    }

    /// The tenant that is served.
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// Closes the ports and every connection.
    pub fn stop(self) {}
}

impl Drop for Server {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Serves the tenant on loopback, on the Tokio runtime of the caller.
///
/// # Errors
/// A port cannot be had.
pub async fn serve(simulator: Simulator, options: Options) -> io::Result<Server> {
    let (graph, graph_origin) = listen(options.port, 0).await?;
    let (login, login_origin) = listen(options.port, 1).await?;
    let origins = Origins {
        graph: graph_origin,
        login: login_origin,
    };
    simulator.set_origins(origins.clone());
    let mut tasks = Vec::new();
    for (listener, which) in [(graph, Face::Graph), (login, Face::Login)] {
        let simulator = simulator.clone();
        tasks.push(spawn(listener, move |request| {
            face::answer(simulator.clone(), which, request)
        }));
    }
    let mut admin = None;
    if options.admin {
        let (listener, origin) = listen(options.port, 2).await?;
        let desk = Arc::new(admin::Desk {
            simulator: simulator.clone(),
            origins: origins.clone(),
            address: origin.clone(),
        });
        tasks.push(spawn(listener, move |request| {
            admin::answer(Arc::clone(&desk), request)
        }));
        admin = Some(origin);
    }
    Ok(Server {
        simulator,
        origins,
        admin,
        tasks,
    })
}

fn startup(simulator: &Simulator, origins: &Origins, admin: Option<String>) -> Startup {
    Startup {
        graph: origins.graph.clone(),
        login: origins.login.clone(),
        admin,
        connection: simulator.connection(),
    }
}

async fn listen(base: u16, offset: u16) -> io::Result<(TcpListener, String)> {
    let port = if base == 0 { 0 } else { base.saturating_add(offset) };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let address = listener.local_addr()?;
    Ok((listener, format!("http://{address}")))
}

/// Accepts connections; when the task is aborted, its connections end with it.
fn spawn<A, F>(listener: TcpListener, answer: A) -> JoinHandle<()>
where
    A: Fn(face::HttpRequest) -> F + Clone + Send + 'static,
    F: Future<Output = Result<face::HttpResponse, face::Cut>> + Send + 'static,
{
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    if let Ok((stream, _)) = accepted {
                        connections.spawn(face::converse(stream, answer.clone()));
                    }
                }
                Some(_) = connections.join_next() => {}
            }
        }
    })
}
