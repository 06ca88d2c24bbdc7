//! The files of a native program, read by Tokio.

use super::{BoxFuture, Files};
use crate::secret::Secret;
use tokio::io::AsyncReadExt as _;
use zeroize::Zeroizing;

/// The file system of this machine. It needs a Tokio runtime to be polled on.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemFiles;

impl Files for SystemFiles {
    fn read<'a>(&'a self, path: &'a str, most: usize) -> BoxFuture<'a, Result<Secret, String>> {
        Box::pin(async move {
            let told = |error: std::io::Error| error.to_string();
            let file = tokio::fs::File::open(path).await.map_err(told)?;
            // One byte more than allowed tells that there is more, without reading all of it.
            let room = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
            let mut bytes = Zeroizing::new(Vec::new());
            file.take(room).read_to_end(&mut bytes).await.map_err(told)?;
            if bytes.len() > most {
                return Err(format!("it is longer than {most} bytes"));
            }
            match std::str::from_utf8(&bytes) {
                Ok(text) => Ok(Secret::new(text)),
                Err(_) => Err("it is not UTF-8 text".to_owned()),
            }
        })
    }
}
