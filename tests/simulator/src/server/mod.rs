//! The tenant behind HTTP or HTTPS on loopback: one port for Graph, one for the token endpoint, one for the admin face.

mod admin;
mod face;
mod keys;
mod tls;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::cloud::Origins;
use crate::http::Face;
use crate::simulator::{Connection, Simulator};

/// How to serve.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port of Graph; the login host takes the next one, the admin face the one after, then come the
    /// hosts of managed identities. Zero takes free ports.
    pub port: u16,
    /// Whether to open the admin face.
    pub admin: bool,
    /// Whether Graph, the login host and the admin face speak HTTPS instead of HTTP, with a certificate for `localhost`
    /// and `127.0.0.1` from a certificate authority made for this server. Their origins then begin with
    /// `https://localhost`. The hosts of managed identities speak HTTP, as they do everywhere.
    pub https: bool,
    /// Where to write that authority's certificate as PEM, for clients to trust. Without HTTPS nothing is written.
    pub ca_file: Option<PathBuf>,
    /// Where machines outside of Azure lay down the keys of their managed identities. Without a directory there are no
    /// such machines; the directory must exist.
    pub key_directory: Option<PathBuf>,
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
    /// The file with the certificate authority to trust, if it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<String>,
    /// Tenant and credentials.
    #[serde(flatten)]
    pub connection: Connection,
}

/// A server that runs until it is stopped or dropped.
pub struct Server {
    simulator: Simulator,
    places: Places,
    ca_pem: Option<String>,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// The addresses and how to sign in.
    pub fn startup(&self) -> Startup {
        startup(&self.simulator, &self.places)
    }

    /// The certificate of the authority to trust, as PEM, when the server speaks HTTPS.
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
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

/// Where a server is reached.
#[derive(Clone)]
struct Places {
    origins: Origins,
    admin: Option<String>,
    ca_file: Option<String>,
}

/// Serves the tenant on loopback, on the Tokio runtime of the caller.
///
/// # Errors
/// A port cannot be had, or the file for the certificate authority cannot be written.
pub async fn serve(simulator: Simulator, options: Options) -> io::Result<Server> {
    let proof = options.https.then(tls::Proof::new).transpose()?;
    let (graph, graph_origin) = listen(&options, 0).await?;
    let (login, login_origin) = listen(&options, 1).await?;
    let desk = if options.admin {
        Some(listen(&options, 2).await?)
    } else {
        None
    };
    let places = Places {
        origins: Origins {
            graph: graph_origin,
            login: login_origin,
        },
        admin: desk.as_ref().map(|(_, origin)| origin.clone()),
        ca_file: match (&proof, &options.ca_file) {
            (Some(proof), Some(file)) => Some(proof.publish(file)?),
            _ => None,
        },
    };
    simulator.set_origins(places.origins.clone());
    // These hosts never speak anything but HTTP: what they say does not leave the machine.
    let plain = Options {
        https: false,
        ..options.clone()
    };
    let (hosts, hosts_origin) = listen(&plain, 3).await?;
    let key_directory = options.key_directory.as_deref().map(keys::place).transpose()?;
    simulator.set_identity_host(hosts_origin, key_directory.as_deref());
    let acceptor = proof.as_ref().map(|proof| proof.acceptor.clone());
    let mut tasks = Vec::new();
    let secured = acceptor.clone();
    for (listener, which, acceptor) in [
        (graph, Face::Graph, secured.clone()),
        (login, Face::Login, secured),
        (hosts, Face::Identity, None),
    ] {
        let simulator = simulator.clone();
        tasks.push(spawn(listener, acceptor, move |request| {
            face::answer(simulator.clone(), which, request)
        }));
    }
    if let Some((listener, _)) = desk {
        let desk = Arc::new(admin::Desk {
            simulator: simulator.clone(),
            places: places.clone(),
        });
        tasks.push(spawn(listener, acceptor, move |request| {
            admin::answer(Arc::clone(&desk), request)
        }));
    }
    Ok(Server {
        simulator,
        places,
        ca_pem: proof.map(|proof| proof.ca_pem),
        tasks,
    })
}

fn startup(simulator: &Simulator, places: &Places) -> Startup {
    Startup {
        graph: places.origins.graph.clone(),
        login: places.origins.login.clone(),
        admin: places.admin.clone(),
        ca_file: places.ca_file.clone(),
        connection: simulator.connection(),
    }
}

async fn listen(options: &Options, offset: u16) -> io::Result<(TcpListener, String)> {
    let port = match options.port {
        0 => 0,
        base => base.saturating_add(offset),
    };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("port {port}: {error}")))?;
    let address = listener.local_addr()?;
    let origin = if options.https {
        format!("https://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    };
    Ok((listener, origin))
}

/// Accepts connections; when the task is aborted, its connections end with it.
fn spawn<A, F>(listener: TcpListener, acceptor: Option<TlsAcceptor>, answer: A) -> JoinHandle<()>
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
                        connections.spawn(welcome(stream, acceptor.clone(), answer.clone()));
                    }
                }
                Some(_) = connections.join_next() => {}
            }
        }
    })
}

async fn welcome<A, F>(stream: TcpStream, acceptor: Option<TlsAcceptor>, answer: A)
where
    A: Fn(face::HttpRequest) -> F,
    F: Future<Output = Result<face::HttpResponse, face::Cut>>,
{
    // A delay of Nagle's algorithm is none of the tenant's.
    let _ = stream.set_nodelay(true);
    match acceptor {
        None => face::converse(stream, answer).await,
        // Whoever does not trust the certificate knows why; nobody is left to be answered.
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                face::converse(stream, answer).await;
            }
        }
    }
}
