//! What a browser that comes back to this machine says, and what it is shown: a request line and a plain page.

use crate::secret::Secret;
use std::io;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use zeroize::Zeroizing;

/// The code is long, but not that long.
const LONGEST_REQUEST: usize = 32 * 1024;

/// What follows GET in the first line; nothing when it is another request.
pub(super) async fn read_target(stream: &mut TcpStream) -> io::Result<Option<Secret>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let mut chunk = Zeroizing::new([0_u8; 4096]);
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") && bytes.len() < LONGEST_REQUEST {
        match stream.read(&mut *chunk).await? {
            0 => break,
            read => bytes.extend_from_slice(&chunk[..read]),
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let target = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("GET ")?.strip_suffix(" HTTP/1.1"))
        .filter(|target| target.starts_with('/'));
    Ok(target.map(Secret::new))
}

pub(super) struct Page {
    status: &'static str,
    title: &'static str,
    text: &'static str,
}

pub(super) const DONE: Page = Page {
    status: "200 OK",
    title: "Signed in",
    text: "You can close this page and go back to where you came from.",
};
pub(super) const REFUSED: Page = Page {
    status: "200 OK",
    title: "Not signed in",
    text: "The program that opened this page says why. You can close the page.",
};
pub(super) const NOT_HERE: Page = Page {
    status: "404 Not Found",
    title: "Not here",
    text: "This is not the sign-in that is being waited for.",
};

pub(super) async fn answer(stream: &mut TcpStream, page: &Page) -> io::Result<()> {
    let Page { status, title, text } = page;
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{text}</p></html>\n"
    );
    // The address holds the code: nothing may keep it or pass it on.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}
