//! Checks fields and conditions, each alone and against each other, so that no form is returned that a storage would
//! refuse.

use std::collections::{HashMap, HashSet};

use super::{Condition, FILENAME, Post};
use crate::Error;
use crate::error::quoted;
use crate::input::header_names::is_token;
use crate::input::request;

/// Names of the form's own fields in both signature versions. A condition on `bucket` is allowed, but the field need
/// not be sent.
const OWN: [&str; 11] = [
    "AWSAccessKeyId",
    "bucket",
    "file",
    "key",
    "policy",
    "signature",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-signature",
];

/// The name of the condition on the file's size.
const SIZE: &str = "content-length-range";

impl Post<'_> {
    /// Checks the form. `is_aws` says whether the endpoint is one of AWS's hosts.
    pub(crate) fn check(&self, is_aws: bool) -> Result<(), Error> {
        self.check_key()?;
        let mut about: HashMap<String, Vec<&Condition>> = HashMap::new();
        for condition in self.conditions {
            if let Some((name, _)) = condition.parts() {
                about.entry(name.to_ascii_lowercase()).or_default().push(condition);
            }
        }
        let mut fields = HashSet::new();
        for (name, value) in self.fields {
            let lowered = name.to_ascii_lowercase();
            let rule = if !is_name(name) {
                Some("must have a name of letters, digits and !#$%&'*+-.^_`|~")
            } else if is_own(name) {
                Some("cannot be given: the form adds it automatically")
            } else if fields.contains(&lowered) {
                Some("is given twice: give it once")
            } else {
                field_rule(name, value)
            };
            if let Some(rule) = rule {
                return Err(Error::Field { name: quoted(name), rule });
            }
            check_conditions_on(name, value, about.get(&lowered).map_or(&[], Vec::as_slice), is_aws)?;
            fields.insert(lowered);
        }
        let mut earlier = Earlier::default();
        for condition in self.conditions {
            self.check_condition(condition, &fields, &mut earlier)?;
        }
        Ok(())
    }

    fn check_key(&self) -> Result<(), Error> {
        if self.key.is_empty() {
            return Err(Error::KeyEmpty);
        }
        let fixed = self.key_prefix().unwrap_or(self.key);
        if fixed.contains(FILENAME) {
            // The storage inserts the name of the file before it checks the policy. So an exact key would never match,
            // and a prefix would leave the rest of the key open.
            return Err(Error::Field {
                name: quoted("key"),
                rule: "may contain ${filename} only at its end",
            });
        }
        request::check_key(fixed)
    }

    fn check_condition<'c>(
        &self,
        condition: &'c Condition,
        fields: &HashSet<String>,
        earlier: &mut Earlier<'c>,
    ) -> Result<(), Error> {
        let Some((name, text)) = condition.parts() else { return earlier.check_size(condition) };
        let has_field = fields.contains(&name.to_ascii_lowercase());
        let rule = if !is_name(name) {
            "must name a field, without a leading $"
        } else if name.eq_ignore_ascii_case(SIZE) {
            "is not on a field: storages read this name as the file's size"
        } else if name.eq_ignore_ascii_case("bucket") {
            if condition.allows(self.bucket) {
                return Ok(());
            }
            "does not match the form's bucket"
        } else if name.eq_ignore_ascii_case("key") {
            if self.key_can_meet(condition) {
                return Ok(());
            }
            "does not match the form's key"
        } else if is_own(name) {
            "cannot be given: the form adds it automatically"
        } else if text.chars().any(is_forbidden) {
            "must not contain control characters"
        } else if !has_field && matches!(condition, Condition::Exact { .. }) {
            "is exact, but the form lacks that field: give the field too"
        } else if !earlier.can_hold_with(condition, name, text) {
            "contradicts another condition: no value meets both"
        } else {
            return Ok(());
        };
        Err(Error::Condition { name: quoted(name), rule })
    }

    /// Returns whether the key can meet a condition. If the key ends in the name of the file, the condition may be
    /// longer than the prefix before it.
    fn key_can_meet(&self, condition: &Condition) -> bool {
        match (self.key_prefix(), condition) {
            (None, _) => condition.allows(self.key),
            (Some(prefix), Condition::StartsWith { prefix: longer, .. }) => {
                prefix.starts_with(longer) || longer.starts_with(prefix)
            }
            (Some(prefix), Condition::Exact { value, .. }) => value.starts_with(prefix),
            (Some(_), Condition::Size { .. }) => true,
        }
    }
}

/// Checks a field against its conditions. It needs at least one, and must meet all of them.
fn check_conditions_on(name: &str, value: &str, about: &[&Condition], is_aws: bool) -> Result<(), Error> {
    let rule = if about.iter().any(|condition| !condition.allows(value)) {
        "has a value that a condition does not allow"
    } else if about.is_empty() && !is_ignored(name) {
        // That includes x-amz-checksum-*. Old releases of MinIO exempt it; no current storage does.
        "has no condition, and storages refuse such a form: give an exact or a starts-with condition on it"
    } else if is_aws && about.iter().any(|condition| condition.is_on_filename(value)) {
        "contains ${filename}, which AWS replaces before it checks the conditions: use a starts-with condition whose \
         prefix ends before ${filename}"
    } else {
        return Ok(());
    };
    Err(Error::Field { name: quoted(name), rule })
}

/// What the conditions checked so far leave open.
#[derive(Default)]
struct Earlier<'c> {
    has_size: bool,
    /// The longest prefix required of each field's value. Shorter prefixes are prefixes of it, so it represents all of
    /// them.
    prefixes: HashMap<String, &'c str>,
}

impl<'c> Earlier<'c> {
    fn check_size(&mut self, condition: &Condition) -> Result<(), Error> {
        if let Condition::Size { min, max } = *condition
            && min > max
        {
            return Err(Error::Sizes { min, max });
        }
        if self.has_size {
            let rule = "is given twice, which storages read differently: give it once";
            return Err(Error::Condition { name: quoted(SIZE), rule });
        }
        self.has_size = true;
        Ok(())
    }

    /// Returns whether a value with this prefix can meet all conditions so far. An exact condition has a field, which
    /// has been checked before.
    fn can_hold_with(&mut self, condition: &Condition, name: &str, text: &'c str) -> bool {
        let longest = self.prefixes.entry(name.to_ascii_lowercase()).or_default();
        let holds = longest.starts_with(text) || text.starts_with(*longest);
        if matches!(condition, Condition::StartsWith { .. }) && text.len() > longest.len() {
            *longest = text;
        }
        holds
    }
}

impl<'a> Condition<'a> {
    /// Returns the field's name and the required value or prefix; `None` for a condition on the size.
    fn parts(&self) -> Option<(&'a str, &'a str)> {
        match *self {
            Self::Exact { name, value } => Some((name, value)),
            Self::StartsWith { name, prefix } => Some((name, prefix)),
            Self::Size { .. } => None,
        }
    }

    fn allows(&self, field: &str) -> bool {
        match self {
            Self::Exact { value, .. } => *value == field,
            Self::StartsWith { prefix, .. } => field.starts_with(prefix),
            Self::Size { .. } => true,
        }
    }

    /// Returns whether a condition that allows this value of a field no longer does so once `${filename}` in the value
    /// is replaced by the name of a file.
    fn is_on_filename(&self, field: &str) -> bool {
        match (self.parts(), field.find(FILENAME)) {
            (Some((_, text)), Some(fixed)) => text.len() > fixed,
            _ => false,
        }
    }
}

fn is_name(name: &str) -> bool {
    is_token(name) && !name.starts_with('$')
}

fn is_own(name: &str) -> bool {
    OWN.iter().any(|own| own.eq_ignore_ascii_case(name))
}

fn is_ignored(name: &str) -> bool {
    name.get(..9).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-ignore-"))
}

/// Browsers send a line break as CR LF, and most fields become a header, which cannot contain one.
fn is_forbidden(character: char) -> bool {
    character.is_control() && character != '\t'
}

fn field_rule(name: &str, value: &str) -> Option<&'static str> {
    let is_status = name.eq_ignore_ascii_case("success_action_status");
    if value.chars().any(is_forbidden) {
        Some("must not contain control characters in its value")
    } else if is_status && !matches!(value, "200" | "201" | "204") {
        Some("must be 200, 201 or 204: storages treat other values as 204")
    } else {
        None
    }
}
