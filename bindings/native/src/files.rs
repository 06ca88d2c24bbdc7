//! The files of runs at a host that keeps them itself: it has no lasting disk, or wants them elsewhere. What is written is
//! text, so that a host needs no more than text.

use crate::asks::{FileState, Given, Want};
use crate::host::Host;
use graph_mfa::api::FileCall;
use graph_mfa::platform::{BoxFuture, Store, StoreFault, SystemFiles};

/// No character is longer: so much is asked for at least, since a host gives whole characters.
const LONGEST_CHARACTER: usize = 4;
/// So much is asked for at most, since a reply has a limit.
const MOST: usize = 1024 * 1024;

/// Asks the host to do what is done with files.
pub(crate) struct HostFiles {
    host: Host,
}

impl HostFiles {
    pub(crate) const fn new(host: Host) -> Self {
        Self { host }
    }

    async fn ask(&self, call: FileCall, name: &str, at: At<'_>) -> Result<Given, StoreFault> {
        let want = Want::File {
            call,
            name: name.to_owned(),
            offset: at.offset.map(number).transpose()?,
            most: at.most.map(number).transpose()?,
            text: at.bytes.map(text).transpose()?,
        };
        let reply = self.host.ask(want).await;
        match reply
            .map_err(|why| StoreFault::Other(format!("the host keeps the files, and failed: {why}")))?
        {
            Given::File(FileState::Missing) => Err(StoreFault::Missing),
            Given::File(FileState::Exists) => Err(StoreFault::Exists),
            given => Ok(given),
        }
    }

    async fn write(&self, call: FileCall, name: &str, at: At<'_>) -> Result<(), StoreFault> {
        match self.ask(call, name, at).await? {
            Given::File(FileState::Done) => Ok(()),
            _ => Err(no_answer("file")),
        }
    }
}

/// Where in a file, and what.
#[derive(Default)]
struct At<'a> {
    offset: Option<u64>,
    most: Option<u64>,
    bytes: Option<&'a [u8]>,
}

impl<'a> At<'a> {
    fn bytes(bytes: &'a [u8]) -> Self {
        Self {
            bytes: Some(bytes),
            ..Self::default()
        }
    }
}

impl Store for HostFiles {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        Box::pin(async move {
            let asked = most.clamp(LONGEST_CHARACTER, MOST);
            let at = At {
                offset: Some(offset),
                most: u64::try_from(asked).ok(),
                bytes: None,
            };
            let Given::Text(text) = self.ask(FileCall::Read, name, at).await? else {
                return Err(no_answer("text"));
            };
            // A host that gives all there is gave more than was asked for, which is no harm.
            let end = text.floor_char_boundary(asked);
            let mut bytes = text.into_bytes();
            bytes.truncate(end);
            bytes.truncate(most);
            Ok(bytes)
        })
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.write(FileCall::Create, name, At::bytes(bytes)))
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.write(FileCall::Append, name, At::bytes(bytes)))
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.write(FileCall::Replace, name, At::bytes(bytes)))
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        let at = At {
            offset: Some(length),
            ..At::default()
        };
        Box::pin(self.write(FileCall::Cut, name, at))
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.write(FileCall::Remove, name, At::default()))
    }

    fn owner(&self) -> String {
        SystemFiles.owner()
    }
}

/// The contract has no numbers of 64 bits.
fn number(bytes: u64) -> Result<u32, StoreFault> {
    u32::try_from(bytes)
        .map_err(|_| StoreFault::Other("it is too long for a host that keeps files".to_owned()))
}

fn text(bytes: &[u8]) -> Result<String, StoreFault> {
    let text = std::str::from_utf8(bytes).map(str::to_owned);
    text.map_err(|_| StoreFault::Other("a host that keeps files takes text, and this is none".to_owned()))
}

fn no_answer(missing: &str) -> StoreFault {
    StoreFault::Other(format!(
        "the host keeps the files, and its reply has no \"{missing}\""
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Found;
    use crate::switchboard::{Line, Switchboard};
    use graph_mfa::api::JobMessage;
    use std::sync::Arc;
    use std::time::Duration;

    /// What the store does, and what the host heard, when the host replies this.
    async fn replied<T>(
        reply: Given,
        work: impl AsyncFnOnce(&HostFiles) -> Result<T, StoreFault>,
    ) -> (Result<T, StoreFault>, JobMessage) {
        let board = Arc::new(Switchboard::default());
        let line = Line::new(Arc::clone(&board));
        let listener = std::thread::spawn(move || match line.listen(Duration::from_secs(20)) {
            Some(Found::Message(message)) => {
                assert!(line.board().answer(1, Ok(reply)));
                message
            }
            other => panic!("{other:?} is no question"),
        });
        let done = work(&HostFiles::new(Host::new(board))).await;
        (done, listener.join().expect("a question was heard"))
    }

    #[tokio::test]
    async fn what_a_host_says_of_a_file_is_what_a_disk_would_say() {
        let (done, question) = replied(Given::File(FileState::Done), async |files| {
            files.append("run.jsonl", b"{}\n").await
        })
        .await;
        assert_eq!(done, Ok(()));
        assert_eq!(
            serde_json::to_value(question).expect("JSON"),
            serde_json::json!({ "type": "needFile", "ask": 1, "call": "append", "name": "run.jsonl", "text": "{}\n" })
        );
        let (exists, question) = replied(Given::File(FileState::Exists), async |files| {
            files.create("run.jsonl", b"").await
        })
        .await;
        assert_eq!(exists, Err(StoreFault::Exists));
        assert!(matches!(
            question,
            JobMessage::NeedFile {
                call: FileCall::Create,
                ..
            }
        ));
        let (missing, question) = replied(Given::File(FileState::Missing), async |files| {
            files.cut("run.jsonl", 7).await
        })
        .await;
        assert_eq!(missing, Err(StoreFault::Missing));
        assert!(matches!(question, JobMessage::NeedFile { offset: Some(7), .. }));
        let (wrong, _) = replied(Given::Text("{}".to_owned()), async |files| {
            files.remove("run.jsonl").await
        })
        .await;
        assert!(matches!(wrong, Err(StoreFault::Other(why)) if why.contains("\"file\"")));
    }

    #[tokio::test]
    async fn a_text_is_read_up_to_the_end_of_a_character() {
        for (most, expected) in [
            (1, &b"a"[..]),
            (4, "a\u{e4}".as_bytes()),
            (99, "a\u{e4}\u{20ac}".as_bytes()),
        ] {
            let (read, question) = replied(Given::Text("a\u{e4}\u{20ac}".to_owned()), async |files| {
                files.read("run.jsonl", 5, most).await
            })
            .await;
            assert_eq!(read.as_deref(), Ok(expected));
            let asked = u32::try_from(most.max(4)).expect("a small number");
            assert!(
                matches!(question, JobMessage::NeedFile { offset: Some(5), most: Some(most), .. } if most == asked),
                "{question:?}"
            );
        }
    }

    #[tokio::test]
    async fn nothing_is_asked_that_a_host_could_not_answer() {
        let files = HostFiles::new(Host::new(Arc::default()));
        assert!(files.append("run.jsonl", b"\xff").await.is_err());
        assert!(files.cut("run.jsonl", u64::MAX).await.is_err());
        let nobody = files.remove("run.jsonl").await;
        assert!(matches!(nobody, Err(StoreFault::Other(why)) if why.contains("nobody reads")));
    }
}
