//! Who belongs to which generation, and which links can be drawn at all.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bond, DescentKind, GenoPerson, Genogram};

/// A place in a row: a person, or a bend where a line passes a generation by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) person: Option<usize>,
    pub(super) row: usize,
}

/// Two partners; without a bond they are parents of a child and no more is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Couple {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) bond: Option<Bond>,
}

/// Children of the same parents, all one row below them.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub(super) parents: Vec<usize>,
    pub(super) children: Vec<(usize, DescentKind)>,
}

/// The links of a family, free of contradictions.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin {
    pub(super) nodes: Vec<Node>,
    pub(super) couples: Vec<Couple>,
    pub(super) families: Vec<Family>,
    /// Links that name nobody here or contradict the others.
    pub(super) left_out: usize,
}

/// A descent between places in the list of people.
struct Link {
    child: usize,
    parents: Vec<usize>,
    kind: DescentKind,
}

pub(super) fn pick(list: &[usize], i: usize) -> usize {
    list.get(i).copied().unwrap_or_default()
}

impl Kin {
    pub(super) fn new(genogram: &Genogram, people: &[GenoPerson]) -> Kin {
        let mut kin = Kin::default();
        let mut places = BTreeMap::new();
        for (i, person) in people.iter().enumerate() {
            places.entry(person.id).or_insert(i);
        }
        kin.add_unions(genogram, &places);
        let links = kin.links(genogram, &places);
        let groups = kin.groups(people.len());
        let (links, edges) = kin.without_cycles(links, &groups);
        let levels = levels(&groups, &edges, people);
        for (i, _) in people.iter().enumerate() {
            kin.nodes.push(Node {
                person: Some(i),
                row: pick(&levels, pick(&groups, i)),
            });
        }
        kin.compact_rows();
        kin.add_families(links);
        kin
    }

    fn add_unions(&mut self, genogram: &Genogram, places: &BTreeMap<u32, usize>) {
        for union in &genogram.unions {
            match (places.get(&union.a), places.get(&union.b)) {
                (Some(a), Some(b)) if a != b && !self.is_couple(*a, *b) => {
                    self.couples.push(Couple {
                        a: *a,
                        b: *b,
                        bond: Some(union.kind),
                    });
                }
                _ => self.left_out += 1,
            }
        }
    }

    pub(super) fn is_couple(&self, a: usize, b: usize) -> bool {
        let mut couples = self.couples.iter();
        couples.any(|c| (c.a == a && c.b == b) || (c.a == b && c.b == a))
    }

    fn links(&mut self, genogram: &Genogram, places: &BTreeMap<u32, usize>) -> Vec<Link> {
        let mut links = Vec::new();
        for descent in &genogram.parents {
            let child = places.get(&descent.child);
            let mut parents: Vec<usize> = Vec::new();
            for id in descent.parents.iter().take(2) {
                match places.get(id) {
                    Some(parent) if Some(parent) != child && !parents.contains(parent) => {
                        parents.push(*parent);
                    }
                    _ => self.left_out += 1,
                }
            }
            let Some(child) = child.filter(|_| !parents.is_empty()) else {
                self.left_out += usize::from(child.is_none());
                continue;
            };
            parents.sort_unstable();
            if let (Some(a), Some(b)) = (parents.first(), parents.get(1))
                && !self.is_couple(*a, *b)
            {
                let (a, b) = (*a, *b);
                self.couples.push(Couple { a, b, bond: None });
            }
            links.push(Link {
                child: *child,
                parents,
                kind: descent.kind,
            });
        }
        links
    }

    /// Partners stand in one row, so they form one group; gives the group of each person.
    fn groups(&self, count: usize) -> Vec<usize> {
        let mut groups: Vec<usize> = (0..count).collect();
        for couple in &self.couples {
            let (a, b) = (pick(&groups, couple.a), pick(&groups, couple.b));
            for group in &mut groups {
                if *group == b {
                    *group = a;
                }
            }
        }
        groups
    }

    /// Keeps the links that leave every child below its parents, in the order in which they come.
    fn without_cycles(
        &mut self,
        links: Vec<Link>,
        groups: &[usize],
    ) -> (Vec<Link>, Vec<(usize, usize)>) {
        let mut kept: Vec<Link> = Vec::new();
        let mut edges = Vec::new();
        for link in links {
            let child = pick(groups, link.child);
            let parent = link.parents.first().map_or(child, |p| pick(groups, *p));
            let known = kept
                .iter()
                .any(|k| k.child == link.child && k.parents == link.parents);
            if known || parent == child || reaches(&edges, child, parent) {
                self.left_out += 1;
                continue;
            }
            edges.push((parent, child));
            kept.push(link);
        }
        (kept, edges)
    }

    /// Numbers the rows from 0 without holes.
    fn compact_rows(&mut self) {
        let used: BTreeSet<usize> = self.nodes.iter().map(|n| n.row).collect();
        for node in &mut self.nodes {
            node.row = used.range(..node.row).count();
        }
    }

    fn row(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |n| n.row)
    }

    /// Gathers siblings, and gives lines over more than one generation a bend in each row they pass.
    fn add_families(&mut self, links: Vec<Link>) {
        let mut families: Vec<Family> = Vec::new();
        for link in links {
            let child = (link.child, link.kind);
            match families.iter_mut().find(|f| f.parents == link.parents) {
                Some(family) => family.children.push(child),
                None => families.push(Family {
                    parents: link.parents,
                    children: vec![child],
                }),
            }
        }
        while let Some(mut family) = families.pop() {
            let below = family.parents.first().map_or(0, |p| self.row(*p)) + 1;
            let (near, far): (Vec<_>, Vec<_>) = family
                .children
                .iter()
                .copied()
                .partition(|(child, _)| self.row(*child) <= below);
            family.children = near;
            if !far.is_empty() {
                let bend = self.nodes.len();
                self.nodes.push(Node {
                    person: None,
                    row: below,
                });
                family.children.push((bend, DescentKind::Born));
                families.push(Family {
                    parents: vec![bend],
                    children: far,
                });
            }
            family.children.sort_by_key(|(child, _)| *child);
            self.families.push(family);
        }
        self.families.sort_by(|a, b| a.parents.cmp(&b.parents));
    }
}

/// Whether a way leads from one group to another.
fn reaches(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(group) = open.pop() {
        if group == to {
            return true;
        }
        for (_, child) in edges.iter().filter(|(parent, _)| *parent == group) {
            if seen.insert(*child) {
                open.push(*child);
            }
        }
    }
    false
}

/// The generation of each group: children below their parents, parents right above their first children.
fn levels(groups: &[usize], edges: &[(usize, usize)], people: &[GenoPerson]) -> Vec<usize> {
    let set = |levels: &mut Vec<usize>, group: usize, level: usize| {
        if let Some(old) = levels.get_mut(group) {
            *old = level;
        }
    };
    let mut levels = vec![0; groups.len()];
    // Links are free of cycles, so no way is longer than there are groups.
    for _ in 0..groups.len() {
        for (parent, child) in edges {
            let level = pick(&levels, *child).max(pick(&levels, *parent) + 1);
            set(&mut levels, *child, level);
        }
    }
    let deepest = levels.iter().copied().max().unwrap_or(0);
    for (parent, _) in edges {
        set(&mut levels, *parent, deepest);
    }
    for _ in 0..groups.len() {
        for (parent, child) in edges {
            let level = pick(&levels, *parent).min(pick(&levels, *child).saturating_sub(1));
            set(&mut levels, *parent, level);
        }
    }
    let has_children = |group: usize| edges.iter().any(|(parent, _)| *parent == group);
    for group in groups.iter().copied().filter(|g| !has_children(*g)) {
        let above = edges.iter().filter(|(_, child)| *child == group);
        let above = above.map(|(parent, _)| pick(&levels, *parent)).max();
        if let Some(above) = above {
            set(&mut levels, group, above + 1);
        }
    }
    let focus = people.iter().position(|p| p.index_child);
    let focus = focus.map_or(0, |i| pick(&levels, pick(groups, i)));
    for group in groups.iter().copied() {
        let linked = edges.iter().any(|(p, c)| *p == group || *c == group);
        if !linked {
            let own = people
                .iter()
                .zip(groups)
                .any(|(p, g)| *g == group && p.index_child);
            let level = if own { focus } else { focus.saturating_sub(1) };
            set(&mut levels, group, level);
        }
    }
    levels
}
