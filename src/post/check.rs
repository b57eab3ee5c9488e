//! Fields and conditions: each by itself, and whether they fit each other. A form that no storage would take is not
//! handed out.

use super::{Condition, FILENAME, Post};
use crate::error::quoted;
use crate::{Error, headers, request};

/// The form's own fields, of both versions. `bucket` may be asked about, but need not be sent.
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

impl Post<'_> {
    pub(crate) fn check(&self) -> Result<(), Error> {
        request::check_bucket(self.bucket)?;
        self.check_key()?;
        for (index, (name, value)) in self.fields.iter().enumerate() {
            let earlier = self.fields.get(..index).unwrap_or_default();
            let rule = if !is_name(name) {
                Some("must be a name of letters, digits and !#$%&'*+-.^_`|~")
            } else if is_own(name) {
                Some("cannot be given: the form has it by itself")
            } else if earlier.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
                Some("is given twice")
            } else {
                field_rule(name, value)
            };
            if let Some(rule) = rule {
                return Err(Error::Field { name: quoted(name), rule });
            }
            self.check_conditions_on(name, value)?;
        }
        for (index, condition) in self.conditions.iter().enumerate() {
            self.check_condition(condition, self.conditions.get(..index).unwrap_or_default())?;
        }
        Ok(())
    }

    fn check_key(&self) -> Result<(), Error> {
        if self.key.is_empty() {
            return Err(Error::KeyEmpty);
        }
        let fixed = self.key_prefix().unwrap_or(self.key);
        if fixed.contains(FILENAME) {
            // The storage puts the file's name in before it looks at the policy, so no exact key would be met, and a
            // prefix would leave open what follows.
            return Err(Error::Field { name: quoted("key"), rule: "may hold ${filename} at its end alone" });
        }
        request::check_key(fixed)
    }

    /// A field needs a condition, and must meet all that there are.
    fn check_conditions_on(&self, name: &str, value: &str) -> Result<(), Error> {
        let mut rule = (!is_ignored(name)).then_some(
            "has no condition, and storages refuse a form with such a field: give it one that is exact or starts-with",
        );
        for condition in self.conditions.iter().filter(|condition| condition.is_about(name)) {
            if !condition.allows(value) {
                return Err(Error::Field {
                    name: quoted(name),
                    rule: "has a value that its condition does not allow",
                });
            }
            rule = None;
        }
        rule.map_or(Ok(()), |rule| Err(Error::Field { name: quoted(name), rule }))
    }

    fn check_condition(&self, condition: &Condition, earlier: &[Condition]) -> Result<(), Error> {
        let (name, text) = match *condition {
            Condition::Exact { name, value } => (name, value),
            Condition::StartsWith { name, prefix } => (name, prefix),
            Condition::Size { min, max } if min > max => return Err(Error::Sizes { min, max }),
            Condition::Size { .. } => {
                let is_twice = earlier.iter().any(|other| matches!(other, Condition::Size { .. }));
                let rule = "is given twice, which storages do not read alike";
                let name = quoted("content-length-range");
                return if is_twice { Err(Error::Condition { name, rule }) } else { Ok(()) };
            }
        };
        let has_field = self.fields.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let rule = if !is_name(name) {
            "must name a field, without a $ before it"
        } else if name.eq_ignore_ascii_case("bucket") {
            if condition.allows(self.bucket) {
                return Ok(());
            }
            "does not fit the form's bucket"
        } else if name.eq_ignore_ascii_case("key") {
            if self.key_can_meet(condition) {
                return Ok(());
            }
            "does not fit the form's key"
        } else if is_own(name) {
            "cannot be given: the form has it by itself"
        } else if text.chars().any(is_forbidden) {
            "must not contain control characters"
        } else if !has_field && matches!(condition, Condition::Exact { .. }) {
            "is exact, and the form lacks that field: give it too"
        } else if earlier.iter().any(|other| other.is_about(name) && !other.can_hold_with(text)) {
            "contradicts another one: no value meets both"
        } else {
            return Ok(());
        };
        Err(Error::Condition { name: quoted(name), rule })
    }

    /// Where the file's name is a part of the key, a condition may go further than what stands before it.
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

impl Condition<'_> {
    fn is_about(&self, field: &str) -> bool {
        match self {
            Self::Exact { name, .. } | Self::StartsWith { name, .. } => name.eq_ignore_ascii_case(field),
            Self::Size { .. } => false,
        }
    }

    fn allows(&self, field: &str) -> bool {
        match self {
            Self::Exact { value, .. } => *value == field,
            Self::StartsWith { prefix, .. } => field.starts_with(prefix),
            Self::Size { .. } => true,
        }
    }

    /// Whether a value that begins with the text can meet this. What is exact has a field, which was looked at before.
    fn can_hold_with(&self, text: &str) -> bool {
        match self {
            Self::StartsWith { prefix, .. } => prefix.starts_with(text) || text.starts_with(prefix),
            Self::Exact { .. } | Self::Size { .. } => true,
        }
    }
}

fn is_name(name: &str) -> bool {
    headers::is_token(name) && !name.starts_with('$')
}

fn is_own(name: &str) -> bool {
    OWN.iter().any(|own| own.eq_ignore_ascii_case(name))
}

fn is_ignored(name: &str) -> bool {
    name.get(..9).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-ignore-"))
}

/// Browsers send a newline as CR LF, and most fields become a header, which can hold none.
fn is_forbidden(character: char) -> bool {
    character.is_control() && character != '\t'
}

fn field_rule(name: &str, value: &str) -> Option<&'static str> {
    let is_status = name.eq_ignore_ascii_case("success_action_status");
    if value.chars().any(is_forbidden) {
        Some("must have a value without control characters")
    } else if is_status && !matches!(value, "200" | "201" | "204") {
        Some("must be 200, 201 or 204: storages take anything else for 204")
    } else {
        None
    }
}
