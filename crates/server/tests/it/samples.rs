//! Each template renders with each of its samples (invariant 6).

use hemma_server::page;

#[test]
fn every_template_renders_with_each_of_its_samples() {
    let pages = page::samples();
    assert!(pages.len() > 3);
    for (name, html) in pages {
        let html = html.unwrap_or_else(|err| panic!("{name}: {err}"));
        assert!(
            html.contains("<h1"),
            "{name} has no heading of the first level"
        );
        assert!(
            !html.contains("style=\""),
            "{name} has an inline style, which the content policy forbids"
        );
        assert!(
            !html.contains("/static/missing/"),
            "{name} names a file that is not there"
        );
    }
}
