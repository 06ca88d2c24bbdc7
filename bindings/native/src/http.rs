//! Requests that the host sends: the sockets of native programs are blocked where it runs, or only it can sign in to a
//! proxy. The host is a pipe. What is sent, where to, how often and how fast is decided where it always is.

use crate::asks::{Given, JobNumber, Want};
use crate::failure::Failure;
use crate::host::Host;
use graph_mfa::api::JobMessage;
use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError, TransportFailure};
use graph_mfa::platform::BoxFuture;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Ends the lines of headers, as on the wire.
const LINE: &[u8] = b"\r\n";

tokio::task_local! {
    /// The job whose work this task does.
    static JOB: JobNumber;
}

/// Lets what the work sends be sent by whoever reads that job.
pub(crate) fn on_behalf_of<F: Future>(job: JobNumber, work: F) -> impl Future<Output = F::Output> {
    JOB.scope(job, work)
}

/// Lets the host send.
pub(crate) struct HostTransport {
    host: Host,
}

impl HostTransport {
    pub(crate) const fn new(host: Host) -> Self {
        Self { host }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let failed = |failure, message| TransportError { failure, message };
        let Ok(job) = JOB.try_with(|job| *job) else {
            let why = "there is no job whose host could send it".to_owned();
            return Err(failed(TransportFailure::NotSent, why));
        };
        match self.host.ask(Want::Http(Outgoing::new(job, request))).await {
            Ok(Given::Http(incoming)) => Ok(incoming.0),
            Ok(Given::NotSent(why)) => Err(failed(TransportFailure::NotSent, why)),
            Ok(_) => {
                let why = "the host sends the requests, and its reply has no \"status\"".to_owned();
                Err(failed(TransportFailure::Ambiguous, why))
            }
            Err(why) => {
                let why = format!("the host sends the requests, and failed: {why}");
                Err(failed(TransportFailure::Ambiguous, why))
            }
        }
    }
}

impl Transport for HostTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// A request on its way to the host. Headers and body, which hold secrets, are fetched apart from the question, so that a
/// host may show its messages to whoever looks for a fault.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    job: JobNumber,
    method: &'static str,
    url: String,
    timeout_ms: u32,
    direct: bool,
    payload: Arc<Zeroizing<Vec<u8>>>,
}

impl Outgoing {
    fn new(job: JobNumber, request: HttpRequest) -> Self {
        let body = Zeroizing::new(request.body.unwrap_or_default());
        let headers: Vec<_> = request
            .headers
            .into_iter()
            .map(|(name, value)| (name, Zeroizing::new(value)))
            .collect();
        let line = |(name, value): &(&str, Zeroizing<String>)| name.len() + value.len() + 2 * LINE.len();
        // Made in one piece, since memory that is left behind while it grows would not be wiped.
        let length = headers.iter().map(line).sum::<usize>() + LINE.len() + body.len();
        let mut payload = Zeroizing::new(Vec::with_capacity(length));
        for (name, value) in &headers {
            for part in [name.as_bytes(), b": ", value.as_bytes(), LINE] {
                payload.extend_from_slice(part);
            }
        }
        payload.extend_from_slice(LINE);
        payload.extend_from_slice(&body);
        Self {
            job,
            method: request.method.as_str(),
            url: request.url.into(),
            timeout_ms: u32::try_from(request.timeout.as_millis()).unwrap_or(u32::MAX),
            direct: request.direct,
            payload: Arc::new(payload),
        }
    }

    /// The job that needs it.
    pub(crate) const fn job(&self) -> JobNumber {
        self.job
    }

    pub(crate) fn message(&self, ask: u32) -> JobMessage {
        JobMessage::NeedHttp {
            ask,
            method: self.method.to_owned(),
            url: self.url.clone(),
            timeout_ms: self.timeout_ms,
            direct: self.direct,
        }
    }

    pub(crate) fn payload(&self) -> Arc<Zeroizing<Vec<u8>>> {
        Arc::clone(&self.payload)
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("job", &self.job)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// An answer as the host brought it.
#[derive(Clone)]
pub(crate) struct Incoming(HttpResponse);

impl Incoming {
    /// Reads the headers and the body, which are in the form of a request's.
    pub(crate) fn read(status: u16, payload: Option<&[u8]>) -> Result<Self, Failure> {
        if !(100..=999).contains(&status) {
            return Err(Failure::argument("reply", "its status is none of HTTP"));
        }
        let mut headers = Vec::new();
        let mut rest = payload.unwrap_or(LINE);
        loop {
            let end = rest
                .windows(LINE.len())
                .position(|bytes| bytes == LINE)
                .ok_or_else(|| Failure::argument("secret", "its headers do not end in an empty line"))?;
            let (line, next) = (&rest[..end], &rest[end + LINE.len()..]);
            rest = next;
            if line.is_empty() {
                break;
            }
            let line = String::from_utf8_lossy(line);
            let (name, value) = line
                .split_once(':')
                .ok_or_else(|| Failure::argument("secret", "one of its headers has no colon"))?;
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        Ok(Self(HttpResponse {
            status,
            headers,
            body: rest.to_vec(),
        }))
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Found;
    use crate::switchboard::{Line, Switchboard};
    use graph_mfa::http::HttpMethod;
    use std::time::Duration;

    const SOON: Duration = Duration::from_millis(2);
    const LONG: Duration = Duration::from_secs(20);

    fn request() -> HttpRequest {
        HttpRequest {
            method: HttpMethod::Post,
            url: "https://graph.example/v1.0/$batch".parse().expect("an address"),
            headers: vec![
                ("authorization", "Bearer hunter2".to_owned()),
                ("accept", "*/*".to_owned()),
            ],
            body: Some(b"{\"a\":\r\n\r\n1}".to_vec()),
            timeout: Duration::from_secs(90),
            direct: false,
        }
    }

    fn heard(found: Option<Found>) -> u32 {
        match found {
            Some(Found::Message(message @ JobMessage::NeedHttp { ask, .. })) => {
                let told = serde_json::to_string(&message).expect("JSON");
                assert!(!told.contains("hunter2"), "{told}");
                ask
            }
            other => panic!("{other:?} asks for no request"),
        }
    }

    /// What comes of a request of `line`'s job when its reader does this with the question.
    async fn sent(
        line: Line,
        read: impl FnOnce(Line, u32) + Send + 'static,
    ) -> Result<HttpResponse, TransportError> {
        let transport = HostTransport::new(Host::new(Arc::clone(line.board())));
        let job = line.job();
        let reader = std::thread::spawn(move || {
            let ask = heard(line.listen(LONG));
            read(line, ask);
        });
        let answer = on_behalf_of(job, transport.send(request())).await;
        reader.join().expect("it read");
        answer
    }

    fn reply(json: &str, secret: Option<&[u8]>) -> crate::asks::Reply {
        let reply: crate::host::HostReply = serde_json::from_str(json).expect("a reply");
        reply.into_reply(secret).expect("well formed")
    }

    #[tokio::test]
    async fn a_host_is_given_the_request_and_gives_the_answer_byte_by_byte() {
        let answer = sent(Line::new(Arc::default()), |line, ask| {
            let payload = line.board().payload(ask).expect("somebody waits");
            assert_eq!(
                payload.as_slice(),
                b"authorization: Bearer hunter2\r\naccept: */*\r\n\r\n{\"a\":\r\n\r\n1}"
            );
            let given = b"Date: now\r\nX:y:z\r\n\r\n\xff\r\n\r\n";
            line.board()
                .answer(ask, reply(r#"{"ask":1,"status":429}"#, Some(given)));
            assert!(line.board().payload(ask).is_none() || line.listen(SOON) == Some(Found::Nothing));
        })
        .await
        .expect("an answer");
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (429, &b"\xff\r\n\r\n"[..])
        );
        assert_eq!(answer.header("date"), Some("now"));
        assert_eq!(answer.header("x"), Some("y:z"));
    }

    #[tokio::test]
    async fn what_a_host_could_not_send_is_told_from_what_may_have_arrived() {
        for (json, failure) in [
            (
                r#"{"ask":1,"notSent":"the name is not known"}"#,
                TransportFailure::NotSent,
            ),
            (
                r#"{"ask":1,"error":"the connection was cut"}"#,
                TransportFailure::Ambiguous,
            ),
        ] {
            let answer = sent(Line::new(Arc::default()), move |line, ask| {
                line.board().answer(ask, reply(json, None));
            });
            let error = answer.await.expect_err("no answer");
            assert_eq!(error.failure, failure, "{error}");
        }
        let gone = sent(Line::new(Arc::default()), |line, _| line.hang_up()).await;
        let error = gone.expect_err("its reader went");
        assert_eq!(error.failure, TransportFailure::Ambiguous, "{error}");
    }

    #[tokio::test]
    async fn nothing_is_sent_for_a_job_that_nobody_reads() {
        let board = Arc::new(Switchboard::default());
        let (line, other) = (Line::new(Arc::clone(&board)), Line::new(Arc::clone(&board)));
        line.hang_up();
        let transport = HostTransport::new(Host::new(board));
        let answer = on_behalf_of(line.job(), transport.send(request())).await;
        assert_eq!(
            answer.expect_err("nobody sends").failure,
            TransportFailure::NotSent
        );
        assert_eq!(other.listen(SOON), Some(Found::Nothing));
        let nobody = transport.send(request()).await;
        assert_eq!(nobody.expect_err("no job").failure, TransportFailure::NotSent);
    }

    #[test]
    fn a_request_is_heard_by_its_own_job_also_after_that_was_cancelled_and_taken_back_when_nobody_waits() {
        let board = Arc::new(Switchboard::default());
        let (line, other) = (Line::new(Arc::clone(&board)), Line::new(Arc::clone(&board)));
        line.cancel();
        let question = board.ask(Want::Http(Outgoing::new(line.job(), request())));
        let unheard = board.ask(Want::Http(Outgoing::new(line.job(), request())));
        assert_eq!(other.listen(SOON), Some(Found::Nothing));
        let ask = heard(line.listen(LONG));
        drop(unheard);
        drop(question);
        assert_eq!(
            line.listen(LONG),
            Some(Found::Message(JobMessage::DropHttp { ask }))
        );
        assert_eq!(line.listen(SOON), Some(Found::Nothing));
        assert!(board.payload(ask).is_none());
        assert!(!format!("{:?}", Outgoing::new(1, request())).contains("hunter2"));
    }
}
