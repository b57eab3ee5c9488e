//! Files near the size limit, made of as many names as fit: each name is looked up in constant time.

use std::fmt::Write;
use std::time::{Duration, Instant};

use presign::Addressing;

use super::{Home, aws_keys, s3cmd_keys};

/// Lines of eight bytes: somewhat below the limit of 1 MiB.
const COUNT: usize = 120_000;

/// Far above what any machine needs when each name costs the same, and far below what it needs when each name is compared
/// with all names before it.
const GENEROUS: Duration = Duration::from_secs(60);

/// `COUNT` lines, each with its number in place of `#`.
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
    // To s3cmd the same lines are settings of the section.
    let home = Home::new().s3cfg(format!("[default]\n{block} access_key = early\n{}", s3cmd_keys("LAST")));
    assert_eq!(quickly(|| home.load()).access_key, "LAST");
}

/// The first of all names, repeated at the end: AWS's files refuse it, however far apart the two are.
#[test]
fn a_name_given_twice_is_found_across_a_large_file() {
    for (first, pattern, repeated, problem) in [
        ("[default]", "n#=", "N00000 = HIDDEN", "a setting that was there before"),
        ("[default]", "[#]", "[00000]", "a section that was there before"),
        ("[default]\ns3 =", " #=", " 00000 = HIDDEN", "a setting that was there before"),
    ] {
        let content = format!("{first}\n{}{repeated}\n", lines(pattern));
        let line = content.lines().count();
        let home = Home::new().config(content);
        let expected = format!("{}:{line}: {problem}", home.path(".aws/config").display());
        assert_eq!(quickly(|| home.error()), expected);
    }
}

/// The same name on every line of s3cmd's file.
#[test]
fn of_a_name_given_all_the_time_the_last_counts() {
    let content = format!("[default]\nsecret_key = b\n{}", numbered("access_key=#", 60_000));
    assert_eq!(quickly(|| Home::new().s3cfg(&content).load()).access_key, "0ea5f");
}
