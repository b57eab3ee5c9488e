//! Choosing one of several values by its name.

use crate::Error;
use crate::error::quoted;

/// Returns the value that is called `given`. `what` is the name of the setting.
pub(crate) fn by_name<Value: Copy>(
    what: &'static str,
    all: &[Value],
    name: fn(Value) -> &'static str,
    given: &str,
) -> Result<Value, Error> {
    let value = all.iter().copied().find(|value| name(*value) == given);
    value.ok_or_else(|| {
        let allowed: Vec<_> = all.iter().copied().map(name).collect();
        Error::Choice { name: what, allowed: allowed.join(", "), value: quoted(given) }
    })
}
