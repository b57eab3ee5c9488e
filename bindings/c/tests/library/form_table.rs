//! Writes the upload forms of tests/vectors as tables in C.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::url_table::{literal, string};
use crate::vectors::{self, FormCase};

/// Writes `forms.inc`.
pub fn write(folder: &Path) {
    let (mut pairs, mut conditions, mut cases) = (String::new(), String::new(), String::new());
    let (mut pair_count, mut condition_count) = (0, 0);
    for case in &vectors::forms() {
        for (name, value) in case.given_fields.iter().chain(&case.fields) {
            writeln!(pairs, "    {{{}, {}}},", string(name), string(value)).unwrap();
        }
        for condition in &case.given_conditions {
            writeln!(conditions, "    {},", literal_condition(condition)).unwrap();
        }
        write_case(&mut cases, case, pair_count, condition_count);
        pair_count += case.given_fields.len() + case.fields.len();
        condition_count += case.given_conditions.len();
    }
    let table = format!(
        "static const presign_pair form_pairs[] = {{\n{pairs}}};\n\n\
         static const presign_condition form_conditions[] = {{\n{conditions}}};\n\n\
         static const form_case forms[] = {{\n{cases}}};\n"
    );
    fs::write(folder.join("forms.inc"), table).unwrap();
}

/// Returns an initializer of a `presign_condition` for a condition in boto3's notation.
fn literal_condition(value: &Value) -> String {
    if let Some((name, value)) = value.as_object().and_then(|object| object.iter().next()) {
        let value = value.as_str().unwrap();
        return format!(
            "{{sizeof(presign_condition), PRESIGN_CONDITION_EXACT, 0, {}, {}, 0, 0}}",
            string(name),
            string(value)
        );
    }
    let parts = value.as_array().unwrap();
    if parts[0] == "content-length-range" {
        return format!(
            "{{sizeof(presign_condition), PRESIGN_CONDITION_SIZE, 0, {{NULL, 0}}, {{NULL, 0}}, {}, {}}}",
            parts[1], parts[2]
        );
    }
    let name = parts[1].as_str().and_then(|name| name.strip_prefix('$')).unwrap();
    let prefix = parts[2].as_str().unwrap();
    format!(
        "{{sizeof(presign_condition), PRESIGN_CONDITION_STARTS_WITH, 0, {}, {}, 0, 0}}",
        string(name),
        string(prefix)
    )
}

fn write_case(out: &mut String, case: &FormCase, first_pair: usize, first_condition: usize) {
    let is_ascii = case.fields.iter().all(|(_, value)| value.is_ascii());
    writeln!(
        out,
        "    {{{}, PRESIGN_SIGNATURE_{}, PRESIGN_ADDRESSING_{}, {}, {}, {}, {}, {}, {first_pair}, {}, {}, \
         {first_condition}, {}, INT64_C({}), {}u, {}, {}}},",
        literal(&case.name),
        case.version.to_uppercase(),
        case.addressing.to_uppercase(),
        string(case.session_token.as_deref().unwrap_or_default()),
        string(&case.region),
        string(&case.endpoint),
        string(&case.bucket),
        string(&case.key),
        case.given_fields.len(),
        case.fields.len(),
        case.given_conditions.len(),
        case.sign_at,
        case.expires_in,
        string(&case.url),
        u8::from(is_ascii),
    )
    .unwrap();
}
