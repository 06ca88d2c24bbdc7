//! The browser of a native program: opens the system's, listens on this machine for where it is sent, and shows a
//! plain closing page (facts 13.5, mobile and desktop applications).

use super::browser::{Browser, SignInPage, Visit};
use super::loopback_page::{DONE, NOT_HERE, REFUSED, answer, read_target};
use crate::api::Event;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::BoxFuture;
use crate::secret::Secret;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// A browser sends its request at once; what does not is something else.
const SLOWEST_REQUEST: Duration = Duration::from_secs(5);

/// Opens an address in front of the person. Whether that worked.
type Opener = Arc<dyn Fn(&Url) -> bool + Send + Sync>;

/// The browser of this machine. It needs a Tokio runtime to be polled on.
#[derive(Clone)]
pub struct SystemBrowser {
    open: Opener,
}

impl SystemBrowser {
    /// The one that the person uses.
    pub fn new() -> Self {
        Self::opened_by(|url| webbrowser::open(url.as_str()).is_ok())
    }

    /// Another way of showing the page, such as a window of the program itself.
    pub fn opened_by(open: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        Self { open: Arc::new(open) }
    }
}

impl Default for SystemBrowser {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for SystemBrowser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemBrowser").finish_non_exhaustive()
    }
}

impl Browser for SystemBrowser {
    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Visit>>> {
        Box::pin(async move {
            let visit = Listening::begin(Arc::clone(&self.open))
                .await
                .map_err(|error| cannot_listen(&error))?;
            Ok(Box::new(visit) as Box<dyn Visit>)
        })
    }
}

fn cannot_listen(error: &io::Error) -> Error {
    Error::new(
        ErrorCode::SignInFailed,
        format!("this machine does not let a program listen for the browser: {error}"),
    )
    .remedy("sign in with a device code instead")
}

/// A free port of this machine, listened on by both of its names.
struct Listening {
    v4: TcpListener,
    /// `localhost` may mean this one. Where there is none, the other is enough.
    v6: Option<TcpListener>,
    redirect_uri: String,
    open: Opener,
}

impl Listening {
    async fn begin(open: Opener) -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = v4.local_addr()?.port();
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        Ok(Self {
            v4,
            v6,
            // Entra accepts any port for localhost, and for no other name.
            redirect_uri: format!("http://localhost:{port}"),
            open,
        })
    }

    async fn accept(&self) -> io::Result<TcpStream> {
        let Some(v6) = &self.v6 else {
            return Ok(self.v4.accept().await?.0);
        };
        match select(pin!(self.v4.accept()), pin!(v6.accept())).await {
            Either::Left((accepted, _)) | Either::Right((accepted, _)) => Ok(accepted?.0),
        }
    }

    /// Waits for the one request that carries the state; whatever else knocks is sent away. Side by side, because
    /// browsers open connections on which they say nothing.
    async fn redirected(&self, state: &Secret) -> Result<Secret> {
        let mut talks: FuturesUnordered<BoxFuture<'_, Option<Secret>>> = FuturesUnordered::new();
        // One that never ends, so that waiting for the others may begin before there is any.
        talks.push(Box::pin(std::future::pending()));
        loop {
            let accepted = match select(pin!(self.accept()), talks.select_next_some()).await {
                Either::Left((accepted, _)) => accepted,
                Either::Right((Some(address), _)) => return Ok(address),
                Either::Right((None, _)) => continue,
            };
            let stream = accepted.map_err(|error| cannot_listen(&error))?;
            talks.push(Box::pin(self.talk(stream, state)));
        }
    }

    /// One connection: the address, if it was the one that is waited for.
    async fn talk(&self, mut stream: TcpStream, state: &Secret) -> Option<Secret> {
        let target = tokio::time::timeout(SLOWEST_REQUEST, read_target(&mut stream)).await;
        let address = target
            .ok()?
            .ok()?
            .and_then(|target| Url::parse(&self.redirect_uri).ok()?.join(target.expose()).ok())
            .filter(|address| carries(address, state));
        let page = match &address {
            Some(address) if address.query_pairs().any(|(name, _)| name == "error") => &REFUSED,
            Some(_) => &DONE,
            None => &NOT_HERE,
        };
        // A browser that does not wait for the page has done what it was needed for.
        let _ = tokio::time::timeout(SLOWEST_REQUEST, answer(&mut stream, page)).await;
        address.map(|address| Secret::new(String::from(address)))
    }
}

fn carries(address: &Url, state: &Secret) -> bool {
    address.path() == "/"
        && address
            .query_pairs()
            .any(|(name, value)| name == "state" && value == state.expose())
}

impl Visit for Listening {
    fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    fn go<'a>(self: Box<Self>, page: SignInPage<'a>) -> BoxFuture<'a, Result<Secret>> {
        Box::pin(async move {
            let (open, url) = (Arc::clone(&self.open), page.url.clone());
            // Opening may take a while, and a browser in a terminal takes until it is closed: hear it meanwhile.
            let opening = tokio::task::spawn_blocking(move || open(&url));
            let told = async {
                let opened = opening.await.unwrap_or(false);
                page.wire.tell(Event::BrowserSignIn {
                    url: page.url.to_string(),
                    opened,
                });
                std::future::pending::<()>().await;
            };
            let (redirected, told) = (pin!(self.redirected(page.state)), pin!(told));
            match tokio::time::timeout(page.timeout, select(redirected, told)).await {
                Ok(Either::Left((answer, _))) => answer,
                Ok(Either::Right(_)) | Err(_) => Err(Error::new(
                    ErrorCode::SignInFailed,
                    "nobody signed in in the browser in time",
                )
                .remedy("sign in again, and finish in the browser; where there is none, use a device code")),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Event;
    use crate::auth::{BrowserSignIn, TokenAsk, TokenSource};
    use crate::cloud::{Cloud, CloudName};
    use crate::http::fake::{answer, told_by};
    use std::sync::Mutex;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::runtime::Runtime;

    const APP: &str = "0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55";

    async fn knock(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .expect("it listens");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).await.expect("an answer");
        text
    }

    /// Sits in front of the browser: strangers knock first, then the browser comes back as the page says.
    fn person(meddle: fn(&Url) -> String, pages: Arc<Mutex<Vec<String>>>) -> SystemBrowser {
        SystemBrowser::opened_by(move |page| {
            let parameter = |name: &str| {
                page.query_pairs()
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value.into_owned())
            };
            let back =
                Url::parse(&parameter("redirect_uri").expect("a redirect address")).expect("an address");
            let (port, target) = (back.port().expect("a port"), meddle(page));
            let pages = Arc::clone(&pages);
            std::thread::spawn(move || {
                Runtime::new().expect("threads").block_on(async {
                    // Says nothing, as browsers do in advance.
                    let _silent = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
                        .await
                        .expect("it listens");
                    for stranger in [
                        "GET /favicon.ico HTTP/1.1\r\n\r\n",
                        "GET /?state=x&code=c HTTP/1.1\r\n\r\n",
                        "POST / HTTP/1.1\r\n\r\n",
                    ] {
                        assert!(
                            knock(port, stranger).await.starts_with("HTTP/1.1 404"),
                            "{stranger}"
                        );
                    }
                    let page =
                        knock(port, &format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await;
                    pages.lock().expect("free").push(page);
                });
            });
            true
        })
    }

    fn state(page: &Url) -> String {
        let mut pairs = page.query_pairs();
        pairs
            .find(|(key, _)| key == "state")
            .expect("a state")
            .1
            .into_owned()
    }

    fn sign_in(browser: SystemBrowser) -> (Result<crate::auth::AccessToken>, Vec<Event>) {
        let source = BrowserSignIn::new("fabrikam.example", APP, None, Box::new(browser)).expect("good");
        let cloud = Cloud::named(CloudName::Global);
        // Every random text of the fake is the same, the nonce included.
        let nonce = "f39_f39_f39_f39_f39_f39_f39_f39_f39_f39_f38";
        let id_token = format!(
            "e30.{}.s",
            base64::Engine::encode(
                &base64::engine::general_purpose::URL_SAFE_NO_PAD,
                format!(r#"{{"nonce":"{nonce}"}}"#)
            )
        );
        let body = format!(r#"{{"access_token":"t-1","id_token":"{id_token}"}}"#);
        told_by(
            move |_, _| Ok(answer(200, &[], &body)),
            |wire| {
                let ask = TokenAsk {
                    cloud: &cloud,
                    claims: None,
                    wire,
                };
                Runtime::new().expect("threads").block_on(source.token(ask))
            },
        )
    }

    #[test]
    fn the_browser_comes_back_with_the_code_and_is_shown_a_page_that_keeps_nothing() {
        let pages = Arc::default();
        let come_back = |page: &Url| format!("/?code=c-1&state={}", state(page));
        let (token, told) = sign_in(person(come_back, Arc::clone(&pages)));
        assert_eq!(token.expect("signed in").token.expose(), "t-1");
        assert!(told.iter().any(|event| matches!(event, Event::BrowserSignIn { opened: true, url } if url.starts_with("https://login.microsoftonline.com/"))));
        wait_for(|| !pages.lock().expect("free").is_empty());
        let page = pages.lock().expect("free").remove(0);
        for part in [
            "200 OK",
            "no-store",
            "no-referrer",
            "default-src 'none'",
            "Signed in",
        ] {
            assert!(page.contains(part), "{page} lacks {part}");
        }
        assert!(!page.contains("c-1"));
    }

    #[test]
    fn a_refusal_is_an_answer_too() {
        let pages = Arc::default();
        let refuse = |page: &Url| {
            format!(
                "/?error=access_denied&error_description=AADSTS65004%3A+no&state={}",
                state(page)
            )
        };
        let (token, _) = sign_in(person(refuse, Arc::clone(&pages)));
        let error = token.expect_err("refused");
        assert_eq!(error.service().and_then(|answer| answer.aadsts), Some(65_004));
        wait_for(|| !pages.lock().expect("free").is_empty());
        assert!(pages.lock().expect("free")[0].contains("Not signed in"));
    }

    fn wait_for(done: impl Fn() -> bool) {
        for _ in 0..500 {
            if done() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not come");
    }
}
