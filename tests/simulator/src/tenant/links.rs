//! A relation between directory objects that is asked from both sides: who belongs to what, who owns what.

use std::collections::HashMap;

use uuid::Uuid;

/// Pairs of a container and what it contains, each once, in the order of adding.
#[derive(Default)]
pub(crate) struct Links {
    /// What was removed leaves its place empty, so that the places of the others stay theirs.
    content: HashMap<Uuid, Vec<Option<Uuid>>>,
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
        self.content.entry(container).or_default().push(Some(item));
        true
    }

    /// Removes a pair; tells whether it was there.
    pub(crate) fn remove(&mut self, container: Uuid, item: Uuid) -> bool {
        let Some(containers) = self.containers.get_mut(&item) else {
            return false;
        };
        let before = containers.len();
        containers.retain(|known| *known != container);
        if containers.len() == before {
            return false;
        }
        for place in self.content.get_mut(&container).into_iter().flatten() {
            if *place == Some(item) {
                *place = None;
            }
        }
        true
    }

    /// What the container contains, each with its place there.
    pub(crate) fn within(&self, container: Uuid) -> impl Iterator<Item = (usize, Uuid)> {
        let places = self.content.get(&container).map_or(&[][..], Vec::as_slice);
        let places = places.iter().enumerate();
        places.filter_map(|(place, item)| Some((place, (*item)?)))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::Links;

    proptest! {
        #[test]
        fn both_sides_agree_and_places_stay(steps in prop::collection::vec((any::<bool>(), 0u128..3, 3u128..8), 0..60)) {
            let (mut links, mut pairs) = (Links::default(), BTreeSet::new());
            let id = Uuid::from_u128;
            for (adds, container, item) in steps {
                let before: Vec<_> = links.within(id(container)).collect();
                if adds {
                    prop_assert_eq!(links.add(id(container), id(item)), pairs.insert((container, item)));
                } else {
                    prop_assert_eq!(links.remove(id(container), id(item)), pairs.remove(&(container, item)));
                }
                let after: Vec<_> = links.within(id(container)).collect();
                prop_assert!(before.iter().all(|known| known.1 == id(item) || after.contains(known)));
            }
            for container in 0..3 {
                for item in 3..8 {
                    let expected = pairs.contains(&(container, item));
                    prop_assert_eq!(links.contains(id(container), id(item)), expected);
                    prop_assert_eq!(links.within(id(container)).any(|(_, it)| it == id(item)), expected);
                }
            }
        }
    }
}
