//! Just enough HTML to follow a link and to send a form as a browser would.

/// One start tag with its attributes.
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    attributes: &'a str,
    /// What follows the tag, up to the next one.
    text: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, with entities resolved.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let start = format!(" {name}=\"");
        let (_, rest) = self.attributes.split_once(&start)?;
        rest.split('"').next().map(unescape)
    }

    /// Whether a switch such as `checked` is set.
    fn has(&self, name: &str) -> bool {
        self.attributes.split_whitespace().any(|word| word == name) || self.get(name).is_some()
    }
}

/// All start tags in their order; what is inside scripts and comments is not looked for.
pub(crate) fn tags(html: &str) -> Vec<Tag<'_>> {
    let pieces = html.split('<').skip(1);
    pieces
        .filter(|piece| piece.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|piece| {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            let end = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(end);
            Tag {
                name,
                attributes,
                text,
            }
        })
        .collect()
}

/// The fields that a browser would send if a person pressed the form's button without typing.
/// The form is the first whose address `wanted` accepts.
pub(crate) fn form(
    html: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Option<(String, Vec<(String, String)>)> {
    for piece in html.split("<form").skip(1) {
        let inside = piece.split("</form").next().unwrap_or_default();
        let whole = format!("<form{inside}");
        let tags = tags(&whole);
        let action = tags
            .first()
            .and_then(|form| form.get("action"))
            .unwrap_or_default();
        if wanted(&action) {
            return Some((action, fields(&tags)));
        }
    }
    None
}

fn fields(tags: &[Tag<'_>]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = vec![];
    let mut select: Option<String> = None;
    for tag in tags {
        let name = tag.get("name").unwrap_or_default();
        match tag.name {
            "input" => {
                let value = tag.get("value").unwrap_or_else(|| "on".to_owned());
                match sent(tag) {
                    Sent::Always => fields.push((name, value)),
                    Sent::Never => {}
                    Sent::Instead => set(&mut fields, &name, value),
                    Sent::IfNone if fields.iter().any(|(key, _)| *key == name) => {}
                    Sent::IfNone => fields.push((name, value)),
                }
            }
            "textarea" => fields.push((name, unescape(tag.text))),
            "select" => select = Some(name),
            "option" => {
                let Some(name) = &select else { continue };
                let value = tag.get("value").unwrap_or_default();
                let chosen = fields
                    .iter()
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value);
                if tag.has("selected") || chosen.is_none_or(String::is_empty) {
                    set(&mut fields, name, value);
                }
            }
            _ => {}
        }
    }
    fields.retain(|(name, _)| !name.is_empty());
    fields
}

/// Whether a browser sends an input that nobody touched.
enum Sent {
    Always,
    Never,
    /// In place of what stood under the same name.
    Instead,
    /// Where a group has no choice yet: the form would not be taken without one.
    IfNone,
}

fn sent(tag: &Tag<'_>) -> Sent {
    match tag.get("type").as_deref() {
        Some("radio") if tag.has("checked") => Sent::Instead,
        Some("radio") => Sent::IfNone,
        Some("checkbox") if !tag.has("checked") => Sent::Never,
        Some("submit" | "button" | "file" | "image" | "reset") => Sent::Never,
        _ => Sent::Always,
    }
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: String) {
    match fields.iter_mut().find(|(key, _)| key == name) {
        Some(field) => field.1 = value,
        None => fields.push((name.to_owned(), value)),
    }
}

fn unescape(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_filled_as_it_stands() {
        let html = r#"<form action="/search"><input name="q"></form>
            <form method="post" action="/cases/7/contacts">
              <input type="hidden" name="id" value="abc">
              <input type="radio" name="kind" value="visit"><input type="radio" name="kind" value="call">
              <input type="checkbox" name="system" value="school">
              <input type="checkbox" name="system" value="family" checked>
              <select name="who"><option value="">–</option><option value="9">A &amp; B</option></select>
              <textarea name="note">Old text</textarea><button name="save" value="1">Save</button>
            </form>"#;
        let (action, fields) = form(html, &|action| action.ends_with("/contacts")).unwrap();
        assert_eq!(action, "/cases/7/contacts");
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            pairs,
            [
                "id=abc",
                "kind=visit",
                "system=family",
                "who=9",
                "note=Old text"
            ]
        );
        assert!(form(html, &|action| action == "/nowhere").is_none());
    }
}
