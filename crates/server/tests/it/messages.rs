//! Every message is there in both languages, is used, and is asked for only if it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use hemma_server::lang::FILES;

/// The messages of one text: key and the names of its arguments.
fn messages(file: &str, text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let parsed = fluent_syntax::parser::parse(text)
        .unwrap_or_else(|(_, faults)| panic!("{file}: {faults:?}"));
    let mut found = BTreeMap::new();
    for entry in parsed.body {
        if let Entry::Message(message) = entry {
            let key = message.id.name.to_owned();
            let mut arguments = BTreeSet::new();
            collect(
                &message
                    .value
                    .unwrap_or_else(|| panic!("{file}: {key} is empty"))
                    .elements,
                &mut arguments,
            );
            assert!(
                found.insert(key.clone(), arguments).is_none(),
                "{file}: {key} twice"
            );
        }
    }
    found
}

fn collect(elements: &[PatternElement<&str>], arguments: &mut BTreeSet<String>) {
    for element in elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, arguments),
            Expression::Select { selector, variants } => {
                collect_inline(selector, arguments);
                for variant in variants {
                    collect(&variant.value.elements, arguments);
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        arguments.insert(id.name.to_owned());
    }
}

fn all() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for (file, swedish, _) in FILES {
        for (key, arguments) in messages(file, swedish) {
            assert!(
                all.insert(key.clone(), arguments).is_none(),
                "{key} stands in two files"
            );
        }
    }
    all
}

fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    for folder in [
        "src",
        "templates",
        "static/js",
        "../app/src",
        "../domain/src",
    ] {
        read(&root.join(folder), &mut text);
    }
    text
}

fn read(folder: &Path, text: &mut String) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            read(&path, text);
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "html" || end == "js")
        {
            text.push_str(&std::fs::read_to_string(path).unwrap());
            text.push('\n');
        }
    }
}

#[test]
fn both_languages_say_the_same_things() {
    for (file, swedish, english) in FILES {
        assert_eq!(
            messages(file, swedish),
            messages(file, english),
            "{file}.ftl differs in keys or arguments"
        );
    }
}

#[test]
fn every_file_of_messages_is_read() {
    for language in ["sv", "en"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../locales")
            .join(language);
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            assert!(
                FILES.iter().any(|(file, ..)| *file == name),
                "{language}/{name}.ftl is read by nobody"
            );
        }
    }
}

/// Keys of enumerations are made from their codes (`Code::key`), those of errors and notices from theirs.
#[test]
fn every_message_is_used() {
    let text = sources();
    let made: Vec<String> = made_prefixes(&text);
    for key in all().keys() {
        let literal = text.contains(&format!("\"{key}\""));
        let composed = made.iter().any(|prefix| key.starts_with(prefix.as_str()));
        assert!(literal || composed, "{key} is used by nobody");
    }
}

fn made_prefixes(text: &str) -> Vec<String> {
    let mut prefixes = vec!["error-".to_owned(), "done-".to_owned()];
    // `codes!` blocks: `Name "message-name" {`.
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [name, label, "{"] = words.as_slice()
            && name.chars().next().is_some_and(char::is_uppercase)
            && let Some(label) = label
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
        {
            prefixes.push(format!("{label}-"));
        }
    }
    prefixes
}

/// Every key that a template or a page asks for by name.
#[test]
fn every_message_that_is_asked_for_is_there() {
    let text = sources();
    let known = all();
    for call in [
        ".t(\"",
        ".t1(\"",
        ".t2(\"",
        ".filled(\"",
        "Frame::of(&visit, \"",
        "HeadView::of(&head, &visit, \"",
        "FieldError::new(\"",
        "Error::invalid(\"",
    ] {
        for rest in text.split(call).skip(1) {
            let mut words = rest.split('"');
            let first = words.next().unwrap();
            let key = match (call.contains("Error::"), words.next()) {
                // Faults name a field first and the message after it.
                (true, Some(", ")) => words.next().unwrap(),
                // The message is made elsewhere, and asked for there.
                (true, _) => continue,
                (false, _) => first,
            };
            assert!(
                known.contains_key(key),
                "{key} is asked for and is not there"
            );
        }
    }
}
