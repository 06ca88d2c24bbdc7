//! The form of an input that is a conversation: blocks of text, so that a saved input can be read and written by hand.
//!
//! ```text
//! person {"operation":"getUser","user":"nora.lind@fabrikam.example"}
//! %%
//! 200 Date: Thu, 20 Aug 2026 09:00:00 GMT
//! {"id":"…","displayName":"Nora Lind"}
//! ```
//!
//! The first block says who asks what. Each of the others is an answer: a line with status and headers (separated by
//! tabs), then the body. Answers are given in the order of the requests; whoever asks for more gets a 404.

use graph_mfa::http::HttpResponse;

const SEPARATOR: &str = "\n%%\n";

/// The first block, and the answers after it.
pub(crate) fn parted(bytes: &[u8]) -> Option<(String, Vec<HttpResponse>)> {
    let mut blocks = blocks(bytes);
    let first = String::from_utf8(blocks.next()?.to_vec()).ok()?;
    Some((first, blocks.map(answer).collect()))
}

fn blocks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let text = rest?;
        let separator = SEPARATOR.as_bytes();
        match text
            .windows(separator.len())
            .position(|window| window == separator)
        {
            Some(at) => {
                rest = Some(&text[at + separator.len()..]);
                Some(&text[..at])
            }
            None => rest.take(),
        }
    })
}

fn answer(block: &[u8]) -> HttpResponse {
    let end = block
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(block.len());
    let line = String::from_utf8_lossy(&block[..end]);
    let mut parts = line.split(' ');
    let status = parts.next().and_then(|text| text.parse().ok()).unwrap_or(200);
    let headers = line
        .split_once(' ')
        .map_or("", |(_, rest)| rest)
        .split('\t')
        .filter_map(|header| header.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    HttpResponse {
        status,
        headers,
        body: block.get(end + 1..).unwrap_or_default().to_vec(),
    }
}

/// What is answered when nothing is left to say.
pub(crate) fn nothing_left() -> HttpResponse {
    HttpResponse {
        status: 404,
        headers: Vec::new(),
        body: br#"{"error":{"code":"Request_ResourceNotFound","message":"Resource does not exist."}}"#
            .to_vec(),
    }
}
