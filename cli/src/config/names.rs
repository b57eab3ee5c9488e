//! How the files of `~/.aws` name the sections of profiles: `[work]` in the credentials file, `[profile work]` in the
//! config file, and `[default]` in both.

/// The file whose sections are named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Credentials,
    Config,
}

impl Names {
    /// Returns the name of a profile's section.
    pub(super) fn section_of(self, profile: &str) -> String {
        match shlex::try_quote(profile) {
            Ok(quoted) if self == Self::Config && profile != "default" => format!("profile {quoted}"),
            _ => profile.to_owned(),
        }
    }

    /// Whether a section is this profile's.
    pub(super) fn is_right(self, section: &str, profile: &str) -> bool {
        section == self.section_of(profile)
            || (self == Self::Config && name_after("profile", section).as_deref() == Some(profile))
    }

    /// Whether a section is probably meant to be this profile's: it is named as in either file, in any case.
    pub(super) fn is_similar(section: &str, profile: &str) -> bool {
        let means = |name: &str| name.eq_ignore_ascii_case(profile);
        let means_after_word =
            |[word, name]: [String; 2]| word.eq_ignore_ascii_case("profile") && means(&name);
        means(section) || words(section).is_some_and(means_after_word)
    }
}

/// Returns `x` from a section name such as `profile x` or `profile "x y"`.
pub(super) fn name_after(word: &str, section: &str) -> Option<String> {
    // Most sections of a large file fail this test, which is cheaper than splitting.
    if !section.starts_with(word) {
        return None;
    }
    match words(section) {
        Some([first, name]) if first == word => Some(name),
        _ => None,
    }
}

/// Splits a section's name into two words, as a shell does.
fn words(section: &str) -> Option<[String; 2]> {
    shlex::split(section)?.try_into().ok()
}
