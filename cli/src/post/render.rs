//! A form as a curl command and as a page: whatever stands in a value stays a value.

use std::borrow::Cow;

use presign::PostForm;

use crate::failure::Failure;
use crate::shown;

/// For a POSIX shell, an option a line. Each field is sent as it stands (`--form-string`); the file comes last.
pub(super) fn curl(form: &PostForm, file: &str) -> Result<String, Failure> {
    let word = |what: &str, text: &str| {
        let rule = "a control character or one that turns the direction of text, which no command to be pasted may hold";
        shown::shell_word(text).map(Cow::into_owned).ok_or_else(|| refusal(what, rule))
    };
    // --globoff: in a URL [ and { would mean something to curl.
    let mut text = "curl --fail-with-body --globoff".to_owned();
    for (name, value) in &form.fields {
        text.push_str(" \\\n  --form-string ");
        text.push_str(&word(&format!("the field {name}"), &format!("{name}={value}"))?);
    }
    // In curl's own quotes a name may hold the , and ; that separate what follows a name.
    let file = file.replace('\\', r"\\").replace('"', r#"\""#);
    text.push_str(" \\\n  --form ");
    text.push_str(&word("the file's name", &format!("file=@\"{file}\""))?);
    text.push_str(" \\\n  ");
    text.push_str(&word("the URL", &form.url)?);
    Ok(text)
}

/// A page that can be opened as it is; the form alone can be put into another. A field named in `open` can be changed.
pub(super) fn html(form: &PostForm, bucket: &str, open: &[&str]) -> Result<String, Failure> {
    // Browsers turn a newline into two characters.
    if let Some((name, _)) = form.fields.iter().find(|(_, value)| value.chars().any(char::is_control)) {
        return Err(refusal(
            &format!("the field {name}"),
            "a control character, which browsers do not carry",
        ));
    }
    // Browsers put the page's encoding into a field of this name, so it would not be sent as it was signed.
    if let Some((name, _)) = form.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("_charset_")) {
        return Err(Failure::Key(format!(
            "browsers write the field {name} themselves: use another name, or --format curl or json"
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
    Failure::Key(format!("{what} holds {rule}: use --format json"))
}
