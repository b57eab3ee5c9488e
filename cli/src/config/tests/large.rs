//! Files near the size limit, made of as many names as fit: each name is looked up in constant time.

use std::fmt::Write;
use std::time::{Duration, Instant};

use presign::Addressing;

use super::{Home, aws_keys, s3cmd_keys};

/// The number of lines of eight bytes: together a little less than the limit of 1 MiB.
const COUNT: usize = 120_000;

/// Far more than any machine needs if each name takes constant time, and far less than it needs if each name is
/// compared with all names before it.
const GENEROUS: Duration = Duration::from_secs(60);

/// Returns `COUNT` lines, each with its number in place of `#`.
fn lines(pattern: &str) -> String {
    numbered(pattern, COUNT)
}

fn numbered(pattern: &str, count: usize) -> String {
    let mut text = String::new();
    let (before, after) = pattern.split_once('#').unwrap();
    for number in 0..count {
        writeln!(text, "{before}{number:05x}{after}").unwrap();
    }
    assert!(text.len() > 900_000, "{}", text.len());
    text
}

/// Runs `look` and checks that it took no longer than a linear reader needs.
fn quickly<T>(look: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = look();
    assert!(begin.elapsed() < GENEROUS, "{:?}", begin.elapsed());
    result
}

#[test]
fn a_file_may_hold_as_many_settings_as_fit() {
    let names = lines("n#=");
    let aws = Home::new().credentials(format!("[default]\n{names}{}region = eu-west-1\n", aws_keys("A")));
    let settings = quickly(|| aws.load());
    assert_eq!((settings.access_key.as_str(), settings.region.as_deref()), ("A", Some("eu-west-1")));

    let s3cmd = Home::new().s3cfg(format!("[default]\naccess_key = early\n{names}{}", s3cmd_keys("LAST")));
    assert_eq!(quickly(|| s3cmd.load()).access_key, "LAST");
}

#[test]
fn a_file_may_hold_as_many_sections_as_fit() {
    let sections = lines("[#]");
    let keys = aws_keys("A");
    let aws = Home::new().credentials(format!("{sections}[default]\n{keys}"));
    assert_eq!(quickly(|| aws.load()).access_key, "A");

    let early = s3cmd_keys("EARLY");
    let s3cmd = Home::new().s3cfg(format!("[default]\n{early}{sections}[default]\naccess_key = LAST\n"));
    assert_eq!(quickly(|| s3cmd.load()).access_key, "LAST");
}

#[test]
fn a_block_may_hold_as_many_settings_as_fit() {
    let block = lines(" #=");
    let home =
        Home::new().config(format!("[default]\n{}s3 =\n{block} addressing_style = path\n", aws_keys("A")));
    assert_eq!(quickly(|| home.load()).addressing, Addressing::Path);
    // In s3cmd's file the same lines are settings of the section.
    let home = Home::new().s3cfg(format!("[default]\n{block} access_key = early\n{}", s3cmd_keys("LAST")));
    assert_eq!(quickly(|| home.load()).access_key, "LAST");
}

/// AWS's files refuse a repeated name, here the first one repeated on the last line.
#[test]
fn a_name_given_twice_is_found_across_a_large_file() {
    for (first, pattern, repeated, problem) in [
        ("[default]", "n#=", "N00000 = HIDDEN", "this setting is given twice"),
        ("[default]", "[#]", "[00000]", "this section is given twice"),
        ("[default]\ns3 =", " #=", " 00000 = HIDDEN", "this setting is given twice"),
    ] {
        let content = format!("{first}\n{}{repeated}\n", lines(pattern));
        let line = content.lines().count();
        let home = Home::new().config(content);
        let expected = format!("{}:{line}: {problem}", home.path(".aws/config").display());
        assert_eq!(quickly(|| home.error()), expected);
    }
}

/// s3cmd's file repeats one name on every line.
#[test]
fn of_a_name_on_every_line_the_last_value_counts() {
    let content = format!("[default]\nsecret_key = b\n{}", numbered("access_key=#", 60_000));
    assert_eq!(quickly(|| Home::new().s3cfg(&content).load()).access_key, "0ea5f");
}
