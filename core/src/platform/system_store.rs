//! The files of runs on the disk of a native program. Each is opened, written, brought to lasting storage and closed in one
//! go on a thread of its own, so that a future that is dropped leaves no half of it to others.

use super::{BoxFuture, Store, StoreFault, SystemFiles};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

impl Store for SystemFiles {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        on_disk(name, move |path| {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = Vec::new();
            file.take(u64::try_from(most).unwrap_or(u64::MAX))
                .read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let bytes = bytes.to_vec();
        on_disk(name, move |path| {
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            sync_folder(path);
            Ok(())
        })
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let bytes = bytes.to_vec();
        on_disk(name, move |path| {
            let mut file = OpenOptions::new().append(true).open(path)?;
            file.write_all(&bytes)?;
            file.sync_data()
        })
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let bytes = bytes.to_vec();
        on_disk(name, move |path| {
            // Beside it, because a file can be renamed within its disk only; two processes do not share it.
            let mut beside = path.as_os_str().to_owned();
            beside.push(format!(".{}.tmp", std::process::id()));
            let written = File::create(&beside).and_then(|mut file| {
                file.write_all(&bytes)?;
                file.sync_all()?;
                fs::rename(&beside, path)
            });
            if written.is_err() {
                // What is left of it is of use to nobody; the first failure is the one to tell.
                let _ = fs::remove_file(&beside);
            }
            written?;
            sync_folder(path);
            Ok(())
        })
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        on_disk(name, move |path| {
            let file = OpenOptions::new().write(true).open(path)?;
            file.set_len(length)?;
            file.sync_all()
        })
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        on_disk(name, |path| fs::remove_file(path))
    }

    fn owner(&self) -> String {
        // Not for any decision: it is what a person reads who finds the lock.
        let machine = ["HOSTNAME", "COMPUTERNAME"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|name| !name.trim().is_empty()))
            .or_else(|| fs::read_to_string("/etc/hostname").ok());
        let process = std::process::id();
        match machine.as_deref().map(str::trim) {
            Some(machine) if !machine.is_empty() => format!("{machine}, process {process}"),
            _ => format!("process {process}"),
        }
    }
}

/// Does something with a file where waiting for the disk holds up nobody.
fn on_disk<'a, T: Send + 'static>(
    name: &str,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> BoxFuture<'a, Result<T, StoreFault>> {
    let name = name.to_owned();
    Box::pin(async move {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(StoreFault::Other(
                "files need a Tokio runtime to be read on".to_owned(),
            ));
        };
        match runtime.spawn_blocking(move || work(Path::new(&name))).await {
            Ok(done) => done.map_err(|error| told(&error)),
            Err(error) => Err(StoreFault::Other(error.to_string())),
        }
    })
}

fn told(error: &io::Error) -> StoreFault {
    match error.kind() {
        ErrorKind::NotFound => StoreFault::Missing,
        ErrorKind::AlreadyExists => StoreFault::Exists,
        _ => StoreFault::Other(error.to_string()),
    }
}

/// A new name is on lasting storage when its folder is. Not every system lets a folder be opened; those that do not keep
/// names by themselves.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{Rng as _, SystemRng};

    /// A folder that goes when the test ends.
    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new() -> Self {
            let mut bytes = [0; 8];
            SystemRng.fill(&mut bytes).expect("randomness");
            let path = std::env::temp_dir().join(format!("graph-mfa-{:x}", u64::from_le_bytes(bytes)));
            fs::create_dir(&path).expect("a folder");
            Self(path)
        }

        fn file(&self, name: &str) -> String {
            self.0.join(name).to_str().expect("text").to_owned()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn block_on<F: Future>(future: F) -> F::Output {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(future)
    }

    #[test]
    fn files_are_made_grown_replaced_cut_and_removed() {
        let (folder, store) = (Folder::new(), SystemFiles);
        let file = folder.file("run.jsonl");
        let read = |offset, most| Store::read(&store, &file, offset, most);
        block_on(async {
            assert_eq!(read(0, 9).await, Err(StoreFault::Missing));
            assert_eq!(store.append(&file, b"x").await, Err(StoreFault::Missing));
            assert_eq!(store.cut(&file, 0).await, Err(StoreFault::Missing));
            assert_eq!(store.remove(&file).await, Err(StoreFault::Missing));
            assert_eq!(store.create(&file, b"one ").await, Ok(()));
            assert_eq!(store.create(&file, b"two").await, Err(StoreFault::Exists));
            assert_eq!(store.append(&file, b"three").await, Ok(()));
            assert_eq!(read(0, 99).await.as_deref(), Ok(&b"one three"[..]));
            assert_eq!(read(4, 2).await.as_deref(), Ok(&b"th"[..]));
            assert_eq!(read(9, 2).await.as_deref(), Ok(&b""[..]));
            assert_eq!(store.cut(&file, 3).await, Ok(()));
            assert_eq!(read(0, 99).await.as_deref(), Ok(&b"one"[..]));
            assert_eq!(store.replace(&file, b"four").await, Ok(()));
            assert_eq!(read(0, 99).await.as_deref(), Ok(&b"four"[..]));
            assert_eq!(
                fs::read_dir(&folder.0).expect("a folder").count(),
                1,
                "nothing stays beside it"
            );
            assert_eq!(store.remove(&file).await, Ok(()));
            let nowhere = folder.file("nowhere/run.jsonl");
            assert_eq!(store.create(&nowhere, b"").await, Err(StoreFault::Missing));
        });
        assert!(store.owner().contains(&std::process::id().to_string()));
    }

    #[test]
    fn without_a_runtime_nothing_panics() {
        use futures_util::FutureExt as _;
        let read = Store::read(&SystemFiles, "run.jsonl", 0, 1)
            .now_or_never()
            .expect("at once");
        assert!(matches!(read, Err(StoreFault::Other(_))));
    }

    #[test]
    fn of_many_who_make_a_file_one_does() {
        let (folder, store) = (Folder::new(), SystemFiles);
        let file = folder.file("lock");
        let made = block_on(futures_util::future::join_all(
            (0..20).map(|_| store.create(&file, b"mine")),
        ));
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
    }
}
