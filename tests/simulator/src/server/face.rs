//! HTTP/1.1 conversations: carries requests to the tenant, waits as the tenant says, cuts what is to be cut.

use std::fmt;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use super::keys;
use crate::http::{Face, Headers, Reply, Request, Response};
use crate::simulator::Simulator;

pub(super) type HttpRequest = hyper::Request<Incoming>;
pub(super) type HttpResponse = hyper::Response<Full<Bytes>>;

/// Ends the connection without an answer.
#[derive(Debug)]
pub(super) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection cut")
    }
}

impl std::error::Error for Cut {}

/// Serves one connection until it ends.
pub(super) async fn converse<S, A, F>(stream: S, answer: A)
where
    S: AsyncRead + AsyncWrite + Unpin,
    A: Fn(HttpRequest) -> F,
    F: Future<Output = Result<HttpResponse, Cut>>,
{
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
    // A connection that ends badly was cut by the script or by the client; both are the client's to notice.
    let _ = connection.await;
}

/// Answers one request to Graph, to the login host or to a host of managed identities.
pub(super) async fn answer(
    simulator: Simulator,
    face: Face,
    request: HttpRequest,
) -> Result<HttpResponse, Cut> {
    if request.method() == hyper::Method::OPTIONS && face != Face::Identity {
        return Ok(render(preflight(&request)));
    }
    let request = receive(request).await?;
    let reply = simulator.handle_at(face, request);
    if face == Face::Identity {
        keys::keep(&simulator.key_file_changes()).map_err(|_| Cut)?;
    }
    let delay = reply.delay();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match reply {
        Reply::Answer { mut response, .. } => {
            // The other faces say themselves what scripts of other sites may read.
            if face == Face::Graph {
                response.headers.set("Access-Control-Allow-Origin", "*");
            }
            response.headers.set(
                "Access-Control-Expose-Headers",
                "*, request-id, client-request-id, Retry-After, Location",
            );
            Ok(render(response))
        }
        Reply::Dropped { .. } => Err(Cut),
    }
}

/// Reads a request with its body.
pub(super) async fn receive(request: HttpRequest) -> Result<Request, Cut> {
    let (parts, body) = request.into_parts();
    let headers = parts
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect::<Headers>();
    let url = parts
        .uri
        .path_and_query()
        .map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned());
    let body = body.collect().await.map_err(|_| Cut)?.to_bytes().to_vec();
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        url,
        headers,
        body,
    })
}

/// Writes a response.
pub(super) fn render(response: Response) -> HttpResponse {
    let mut rendered = hyper::Response::new(Full::new(Bytes::from(response.body)));
    *rendered.status_mut() =
        hyper::StatusCode::from_u16(response.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers.iter() {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            rendered.headers_mut().append(name, value);
        }
    }
    rendered
}

/// Browsers ask first; both hosts allow every origin.
fn preflight(request: &HttpRequest) -> Response {
    let asked = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let mut headers = Headers::new();
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE");
    headers.set(
        "Access-Control-Allow-Headers",
        asked("access-control-request-headers").unwrap_or_default(),
    );
    headers.set("Access-Control-Max-Age", "600");
    Response {
        status: 200,
        headers,
        body: Vec::new(),
    }
}
