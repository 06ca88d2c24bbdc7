//! The hosts of managed identities: what they remember of tokens, and the keys of those that prove their callers by
//! files (facts 13.4).

use std::collections::BTreeMap;

use time::OffsetDateTime;

/// Where the agent of a machine outside of Azure keeps its keys.
const AGENT_KEYS: &str = "/var/opt/azcmagent/tokens";
/// Where a host answers as long as no server says otherwise.
const LOCAL: &str = "http://localhost:42356";

/// Everything that the hosts remember.
pub(crate) struct Hosts {
    /// Where they are reached.
    pub(crate) origin: String,
    /// The header that some of them want to see.
    pub(crate) header: String,
    /// Where key files stand; without a place there are none, and no such host.
    pub(crate) key_directory: Option<String>,
    /// Tokens that are given again, by application and resource.
    pub(crate) tokens: BTreeMap<(usize, String), HostToken>,
    /// The keys that were laid down and not used yet, by path.
    pub(crate) keys: BTreeMap<String, String>,
    /// Files that whoever serves the tenant must write or remove.
    pub(crate) changes: Vec<KeyFile>,
}

/// A token of a managed identity.
#[derive(Clone)]
pub(crate) struct HostToken {
    pub(crate) access_token: String,
    pub(crate) issued: OffsetDateTime,
    pub(crate) expires: OffsetDateTime,
}

/// A file that shall be there, or no longer be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyFile {
    pub(crate) path: String,
    /// What is in it; absent when it goes.
    pub(crate) content: Option<String>,
}

impl Hosts {
    pub(crate) fn new(header: String) -> Self {
        Self {
            origin: LOCAL.into(),
            header,
            key_directory: Some(AGENT_KEYS.into()),
            tokens: BTreeMap::new(),
            keys: BTreeMap::new(),
            changes: Vec::new(),
        }
    }

    /// Lays a key down where only the machine's administrators read it.
    pub(crate) fn lay_down(&mut self, path: String, key: String) {
        self.changes.push(KeyFile {
            path: path.clone(),
            content: Some(key.clone()),
        });
        self.keys.insert(path, key);
    }

    /// Whether the key was laid down; it is good for one use.
    pub(crate) fn use_up(&mut self, key: &str) -> bool {
        let found = self.keys.iter().find(|(_, known)| *known == key);
        let Some(path) = found.map(|(path, _)| path.clone()) else {
            return false;
        };
        self.keys.remove(&path);
        self.changes.push(KeyFile { path, content: None });
        true
    }
}
