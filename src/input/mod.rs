//! What callers give: credentials, the endpoint, and requests with their query, headers and expiry. Each rule is checked
//! in one place, here.

pub(crate) mod addressing;
pub(crate) mod authority;
pub(crate) mod aws;
pub(crate) mod choice;
pub(crate) mod columns;
pub(crate) mod credentials;
pub(crate) mod disposition;
pub(crate) mod dns;
pub(crate) mod endpoint;
pub(crate) mod expiry;
pub(crate) mod header_names;
pub(crate) mod headers;
pub(crate) mod keys;
pub(crate) mod parameters;
pub(crate) mod query;
pub(crate) mod region;
pub(crate) mod request;
pub(crate) mod row;
pub(crate) mod sigv2;
pub(crate) mod sigv4;
pub(crate) mod uri;
pub(crate) mod url_prefix;
pub(crate) mod version;
