//! Bucket policies that restrict links to networks.

use presign::{DEFAULT_ACTIONS, ErrorKind, IpPolicy};

use crate::failure::Failure;
use crate::optional::optional;
use crate::values::{Outcome, Text, arguments};

arguments! {
    /// What a policy is about.
    pub struct PolicyArguments {
        /// The bucket's name.
        pub bucket: Text,
        /// What the keys begin with.
        pub prefix: Option<Text>,
        /// Addresses and networks.
        pub allow: Vec<Text>,
        /// The actions that are refused elsewhere.
        pub actions: Option<Vec<Text>>,
        /// The bucket's region.
        pub region: Option<Text>,
    }
}

impl PolicyArguments {
    fn json(&self) -> Result<String, Failure> {
        let allow = texts(&self.allow, "allow")?;
        let actions = self.actions.as_ref().map(|actions| texts(actions, "actions")).transpose()?;
        let prefix = optional(self.prefix.as_ref(), "prefix", ErrorKind::Policy)?.unwrap_or_default();
        let document = IpPolicy::prefix(self.bucket.get("bucket", ErrorKind::Bucket)?, prefix)
            .allow(&allow)
            .actions(actions.as_deref().unwrap_or(&DEFAULT_ACTIONS))
            .region(optional(self.region.as_ref(), "region", ErrorKind::Region)?)
            .build()?;
        Ok(document.to_json())
    }
}

fn texts<'a>(list: &'a [Text], name: &str) -> Result<Vec<&'a str>, Failure> {
    list.iter().map(|text| text.get(name, ErrorKind::Policy)).collect()
}

/// Returns a bucket policy as JSON.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn ip_policy(arguments: PolicyArguments) -> Outcome<String> {
    arguments.json().into()
}
