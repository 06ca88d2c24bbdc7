//! A relation between directory objects that is asked from both sides: who belongs to what, who owns what.

use std::collections::HashMap;

use uuid::Uuid;

/// Pairs of a container and what it contains, each once, in the order of adding.
#[derive(Default)]
pub(crate) struct Links {
    content: HashMap<Uuid, Vec<Uuid>>,
    containers: HashMap<Uuid, Vec<Uuid>>,
}

impl Links {
    /// Adds a pair; tells whether it is new.
    pub(crate) fn add(&mut self, container: Uuid, item: Uuid) -> bool {
        // What contains an item is a short list even where the container is a large one.
        let containers = self.containers.entry(item).or_default();
        if containers.contains(&container) {
            return false;
        }
        containers.push(container);
        self.content.entry(container).or_default().push(item);
        true
    }

    /// Removes a pair; tells whether it was there.
    pub(crate) fn remove(&mut self, container: Uuid, item: Uuid) -> bool {
        let known = take(&mut self.containers, item, container);
        if known {
            take(&mut self.content, container, item);
        }
        known
    }

    /// What the container contains.
    pub(crate) fn within(&self, container: Uuid) -> &[Uuid] {
        self.content.get(&container).map_or(&[], Vec::as_slice)
    }

    /// What contains the item.
    pub(crate) fn around(&self, item: Uuid) -> &[Uuid] {
        self.containers.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Whether the container contains the item.
    pub(crate) fn contains(&self, container: Uuid, item: Uuid) -> bool {
        self.around(item).contains(&container)
    }
}

fn take(side: &mut HashMap<Uuid, Vec<Uuid>>, key: Uuid, value: Uuid) -> bool {
    let Some(values) = side.get_mut(&key) else {
        return false;
    };
    let before = values.len();
    values.retain(|known| *known != value);
    before != values.len()
}
