//! Results as HTML, which notebooks show instead of the repr.

use html_escape::encode_text;

/// Returns a table with a title and a text in each row.
pub(crate) fn table(rows: &[(&str, String)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(title, text)| {
            format!(
                "<tr><th style=\"text-align: left\">{}</th><td style=\"text-align: left\">{}</td></tr>",
                encode_text(title),
                encode_text(text)
            )
        })
        .collect();
    format!("<table>{rows}</table>")
}

/// Returns lines as they are.
pub(crate) fn lines(text: &str) -> String {
    format!("<pre style=\"text-align: left\">{}</pre>", encode_text(text))
}
