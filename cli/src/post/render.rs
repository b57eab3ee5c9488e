//! Renders a form as a curl command and as an HTML page, with every value quoted or escaped.

use std::borrow::Cow;

use presign::PostForm;

use crate::failure::Failure;
use crate::shown;

/// Returns a curl command for a POSIX shell, one option per line. Fields are sent verbatim (`--form-string`); the file
/// comes last, because S3 ignores the fields after it.
pub(super) fn curl(form: &PostForm, file: &str) -> Result<String, Failure> {
    let word = |what: &str, text: &str| {
        let rule = "a control character or one that changes the direction of text, which is not safe to paste into a shell";
        shown::shell_word(text).map(Cow::into_owned).ok_or_else(|| refusal(what, rule))
    };
    // --globoff: without it curl expands [ and { in the URL.
    let mut text = "curl --fail-with-body --globoff".to_owned();
    for (name, value) in &form.fields {
        text.push_str(" \\\n  --form-string ");
        text.push_str(&word(&format!("the field {name}"), &format!("{name}={value}"))?);
    }
    // In curl's own quotes a file name may contain , and ; which otherwise separate it from what follows.
    let file = file.replace('\\', r"\\").replace('"', r#"\""#);
    text.push_str(" \\\n  --form ");
    text.push_str(&word("the file name", &format!("file=@\"{file}\""))?);
    text.push_str(" \\\n  ");
    text.push_str(&word("the URL", &form.url)?);
    Ok(text)
}

/// Returns an HTML page that a browser can open; its form can be copied into another page. The fields named in `open`
/// are shown as inputs that the user can change.
pub(super) fn html(form: &PostForm, bucket: &str, open: &[&str]) -> Result<String, Failure> {
    // Browsers send a newline as two characters (CR LF).
    if let Some((name, _)) = form.fields.iter().find(|(_, value)| value.chars().any(char::is_control)) {
        return Err(refusal(
            &format!("the field {name}"),
            "a control character, which browsers do not send unchanged",
        ));
    }
    // Browsers replace the value of a hidden field of this name with the page's encoding, so that the signed value is
    // not sent.
    if let Some((name, _)) = form.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("_charset_")) {
        return Err(Failure::Key(format!(
            "browsers set the value of the field {name} themselves: use another name, or --format curl or json"
        )));
    }
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Upload to {}</title>\n\
         <form action=\"{}\" method=\"post\" enctype=\"multipart/form-data\" accept-charset=\"utf-8\" \
         autocomplete=\"off\">\n",
        escaped(bucket),
        escaped(&form.url)
    );
    for (name, value) in &form.fields {
        let input = format!("name=\"{}\" value=\"{}\"", escaped(name), escaped(value));
        if name != "key" && open.iter().any(|open| open.eq_ignore_ascii_case(name)) {
            text.push_str(&format!("  <label>{} <input {input}></label>\n", escaped(name)));
        } else {
            text.push_str(&format!("  <input type=\"hidden\" {input}>\n"));
        }
    }
    text.push_str(
        "  <input type=\"file\" name=\"file\" required>\n  <button>Upload</button>\n</form>\n</html>",
    );
    Ok(text)
}

fn escaped(text: &str) -> String {
    shown::html(&html_escape::encode_double_quoted_attribute(text)).into_owned()
}

fn refusal(what: &str, rule: &str) -> Failure {
    Failure::Key(format!("{what} contains {rule}: use --format json"))
}
