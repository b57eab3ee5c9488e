//! Upload forms. The JavaScript side reads the conditions in the AWS SDK's format.

use presign::{Condition, ErrorKind, Expiry, Post};

use crate::failure::Failure;
use crate::optional::optional;
use crate::request::in_pairs;
use crate::signer::pairs;
use crate::values::{Handle, Outcome, Text, Whole, arguments, clock, results};

arguments! {
    /// A condition of a form's policy.
    pub struct FormCondition {
        /// `eq`, `starts-with` or `content-length-range`.
        pub operator: Text,
        /// The field's name, without the dollar sign.
        pub name: Option<Text>,
        /// The value, or what the value begins with.
        pub value: Option<Text>,
        /// The least size in bytes.
        pub min: Option<i64>,
        /// The greatest size in bytes.
        pub max: Option<i64>,
    }
}

arguments! {
    /// What a form is for.
    pub struct FormArguments {
        /// The bucket's name.
        pub bucket: Text,
        /// The object's key.
        pub key: Text,
        /// Further fields: names and values in turn.
        pub fields: Option<Vec<Text>>,
        /// Further conditions.
        pub conditions: Option<Vec<FormCondition>>,
        /// The lifetime in seconds.
        pub expires_in: Option<i64>,
        /// The expiry in Unix seconds.
        pub expires_at: Option<i64>,
        /// The signing time in Unix seconds.
        pub sign_at: Option<i64>,
        /// The least size of the file in bytes.
        pub min_size: Option<i64>,
        /// The greatest size of the file in bytes.
        pub max_size: Option<i64>,
    }
}

results! {
    /// A form.
    pub struct Form {
        /// Where to send it.
        pub url: String,
        /// Its fields, as names and values.
        pub fields: Vec<Vec<String>>,
    }
}

impl FormCondition {
    fn condition(&self) -> Result<Condition<'_>, Failure> {
        let name =
            optional(self.name.as_ref(), "conditions: a field's name", ErrorKind::Form)?.unwrap_or_default();
        let value =
            optional(self.value.as_ref(), "conditions: a value", ErrorKind::Form)?.unwrap_or_default();
        match self.operator.get("conditions: an operator", ErrorKind::Form)? {
            "eq" => Ok(Condition::Exact { name, value }),
            "starts-with" => Ok(Condition::StartsWith { name, prefix: value }),
            "content-length-range" => {
                let [min, max] =
                    [self.min, self.max].map(|bytes| size(bytes.unwrap_or(0), "content-length-range"));
                Ok(Condition::Size { min: min?, max: max? })
            }
            _ => {
                let rule = "an operator must be eq, starts-with or content-length-range";
                Err(Failure::new(ErrorKind::Form, format!("conditions: {rule}")))
            }
        }
    }
}

fn size(bytes: i64, name: &str) -> Result<u64, Failure> {
    u64::try_from(bytes)
        .map_err(|_| Failure::new(ErrorKind::Form, format!("{name} must be 0 or more bytes, got {bytes}")))
}

impl FormArguments {
    fn form(&self, signer: &presign::Signer) -> Result<Form, Failure> {
        let fields = in_pairs(self.fields.as_deref(), "fields", ErrorKind::Form)?;
        let given = self.conditions.iter().flatten().map(FormCondition::condition);
        let mut conditions = given.collect::<Result<Vec<_>, _>>()?;
        let [min, max] = [(self.min_size, "minSize"), (self.max_size, "maxSize")]
            .map(|(bytes, name)| bytes.map(|bytes| size(bytes, name)).transpose());
        conditions.extend(Condition::size(min?, max?));
        let bucket = self.bucket.get("bucket", ErrorKind::Bucket)?;
        let post = Post::new(bucket, self.key.get("key", ErrorKind::Key)?)
            .fields(&fields)
            .conditions(&conditions)
            .expiry(Expiry::from_options(self.expires_in, self.expires_at)?)
            .sign_at(self.sign_at.or_else(clock));
        let made = signer.presign_post(&post)?;
        Ok(Form { url: made.url, fields: pairs(made.fields) })
    }
}

/// Returns an upload form.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn presign_post(signer: Handle, arguments: FormArguments) -> Outcome<Form> {
    arguments.form(&signer).into()
}

/// Returns the fields that state the signer and the signing time of a form whose policy the caller writes, as names and
/// values.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn policy_fields(signer: Handle, sign_at: Whole) -> Outcome<Vec<Vec<String>>> {
    signer.policy_fields(sign_at.0.or_else(clock)).map(pairs).map_err(Failure::from).into()
}

/// Returns the signature of a policy in base64.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn sign_policy(signer: Handle, policy: Text, sign_at: Whole) -> Outcome<String> {
    let signature =
        || Ok(signer.sign_policy(policy.get("policy", ErrorKind::Form)?, sign_at.0.or_else(clock))?);
    signature().into()
}
