//! `presign policy`: prints a bucket policy that refuses requests from outside the given networks.

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

Only the policy is printed to stdout. Putting it replaces the bucket's policy as a whole.";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct PolicyArgs {
    /// s3://bucket for all its objects, or s3://bucket/pattern: * matches any number of characters, ? matches one
    uri: OsString,
    /// An IP address or network from which requests are not refused: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32; may
    /// be given more than once
    #[arg(long = "allow-ip", value_name = "NETWORK", required = true)]
    allow: Vec<String>,
    /// An action on objects that is refused from all other addresses; may be given more than once
    /// [default: s3:GetObject and s3:GetObjectVersion]
    #[arg(long = "action", value_name = "ACTION")]
    actions: Vec<String>,
    /// The bucket's region, which selects the ARN's partition (AWS China and AWS GovCloud have their own)
    #[arg(long)]
    region: Option<String>,
    /// Print to standard error what the policy does, and what to check before it is put
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
            // Ignored: a closed stderr must not keep the policy from being printed.
            let _ = writeln!(stderr, "- {}", shown::escaped(&sentences));
        }
    }
    writeln!(stdout, "{}", shown::json(&document.to_json())).map_err(Failure::output)
}

/// Returns sentences on what the document does and on the risks of putting it.
fn explanation(document: &IpPolicyDocument) -> Vec<String> {
    let networks: Vec<_> = document.networks().collect();
    let actions = document.actions();
    let mut list = vec![
        format!(
            "The policy refuses {} on {} for every request that does not come from {}. This applies to all presigned \
             URLs, including those of the bucket's owner and those signed before.",
            joined(actions, "and"),
            document.resource(),
            joined(&networks, "or"),
        ),
        "The policy grants nothing: a request from an allowed network still needs a presigned URL, or permissions \
         of its own."
            .to_owned(),
        "Putting the policy replaces the bucket's policy as a whole. If the bucket has one, add this statement to it."
            .to_owned(),
        "Clients on other networks are locked out, the owner included, until the policy is changed. It can be changed \
         from any network, because it covers actions on objects only."
            .to_owned(),
    ];
    let has = |action: &str| actions.iter().any(|one| one == action);
    if has("s3:GetObject") && !has("s3:GetObjectVersion") {
        list.push(
            "URLs with a versionId are not restricted: their action is s3:GetObjectVersion.".to_owned(),
        );
    }
    if has("s3:GetObjectVersion") && !has("s3:GetObject") {
        list.push("URLs without a versionId are not restricted: their action is s3:GetObject.".to_owned());
    }
    for network in networks.iter().filter(|network| network.ends_with("/0")) {
        list.push(format!("{network} contains every address of its family: none of them is refused."));
    }
    for (is_allowed, kind) in [(document.allows_v4(), "IPv4"), (document.allows_v6(), "IPv6")] {
        if !is_allowed {
            list.push(format!(
                "None of the networks is {kind}: every client that connects over {kind} is refused."
            ));
        }
    }
    list.push(
        "The storage checks the address that it sees. Behind a proxy, a NAT or a CDN this is their address, the same \
         for all clients; a storage configured to trust X-Forwarded-For trusts it from every client that can reach it. \
         On AWS, a request through a VPC endpoint has no public address and is refused."
            .to_owned(),
    );
    list
}

/// Returns the words as a list in a sentence: `a`, `a and b`, `a, b and c`.
fn joined(words: &[String], last: &str) -> String {
    match words {
        [front @ .., end] if !front.is_empty() => format!("{} {last} {end}", front.join(", ")),
        _ => words.concat(),
    }
}
