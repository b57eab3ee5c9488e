//! A bucket policy that narrows links down to networks.

use std::ffi::OsString;
use std::io::Write;

use clap::Args;
use presign::{DEFAULT_ACTIONS, IpPolicy, IpPolicyDocument};

use crate::failure::Failure;
use crate::{shown, values};

const HELP: &str = "\
Example:
  presign policy 's3://example-bucket/photos/*' --allow-ip 203.0.113.0/24 --explain > policy.json
  aws s3api put-bucket-policy --bucket example-bucket --policy file://policy.json

The policy goes to stdout and nothing else does. Putting it into place replaces the bucket's policy.";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct PolicyArgs {
    /// s3://bucket for all its objects, or s3://bucket/pattern: * stands for any characters, ? for one
    uri: OsString,
    /// An address or a network that is not refused: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32; may be given more
    /// than once
    #[arg(long = "allow-ip", value_name = "NETWORK", required = true)]
    allow: Vec<String>,
    /// What is refused elsewhere, an action on objects; may be given more than once
    /// [default: s3:GetObject and s3:GetObjectVersion]
    #[arg(long = "action", value_name = "ACTION")]
    actions: Vec<String>,
    /// The region, for AWS's partitions in China and for governments
    #[arg(long)]
    region: Option<String>,
    /// Say on standard error what the policy does, and what to look out for
    #[arg(long)]
    explain: bool,
}

pub(crate) fn run(args: &PolicyArgs, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<(), Failure> {
    let (bucket, pattern) = values::bucket_and_key(&args.uri)?;
    let [allow, actions] =
        [&args.allow, &args.actions].map(|words| words.iter().map(String::as_str).collect::<Vec<_>>());
    let document = IpPolicy::pattern(bucket, pattern)
        .allow(&allow)
        .actions(if actions.is_empty() { &DEFAULT_ACTIONS } else { &actions })
        .region(args.region.as_deref())
        .build()?;
    if args.explain {
        for sentences in explanation(&document) {
            // Where stderr is closed nobody asked to read it.
            let _ = writeln!(stderr, "- {}", shown::escaped(&sentences));
        }
    }
    writeln!(stdout, "{}", shown::json(&document.to_json())).map_err(Failure::output)
}

/// What the document does, and how it can hurt.
fn explanation(document: &IpPolicyDocument) -> Vec<String> {
    let networks: Vec<_> = document.networks().collect();
    let actions = document.actions();
    let mut list = vec![
        format!(
            "It refuses {} on {} to every request that does not come from {}. That binds all links, the owner's too, \
             and those that were made before.",
            joined(actions, "and"),
            document.resource(),
            joined(&networks, "or"),
        ),
        "It allows nothing: a request from there still needs a link, or rights of its own.".to_owned(),
        "Putting it replaces the bucket's policy as a whole. Where there is one, add this statement to it."
            .to_owned(),
        "Whoever is outside is locked out, the owner included, until the policy is changed. Changing it stays \
         possible from everywhere, since it is about objects alone."
            .to_owned(),
    ];
    let has = |action: &str| actions.iter().any(|one| one == action);
    if has("s3:GetObject") && !has("s3:GetObjectVersion") {
        list.push(
            "Links with a versionId are not bound: they are another action, s3:GetObjectVersion.".to_owned(),
        );
    }
    if has("s3:GetObjectVersion") && !has("s3:GetObject") {
        list.push(
            "Links without a versionId are not bound: they are another action, s3:GetObject.".to_owned(),
        );
    }
    for network in networks.iter().filter(|network| network.ends_with("/0")) {
        list.push(format!("{network} is every address of its kind: none of them is refused."));
    }
    for (is_allowed, kind) in [(document.allows_v4(), "IPv4"), (document.allows_v6(), "IPv6")] {
        if !is_allowed {
            list.push(format!("No network is {kind}: every client that comes over {kind} is refused."));
        }
    }
    list.push(
        "The address is the one that the storage sees. Behind a proxy, a NAT or a CDN that is theirs, the same for \
         all clients; storages that are told to believe X-Forwarded-For believe it from whoever can reach them. On \
         AWS, a request through a VPC endpoint has no public address and is refused."
            .to_owned(),
    );
    list
}

/// `a`, `a and b`, `a, b and c`.
fn joined(words: &[String], last: &str) -> String {
    match words {
        [front @ .., end] if !front.is_empty() => format!("{} {last} {end}", front.join(", ")),
        _ => words.concat(),
    }
}
