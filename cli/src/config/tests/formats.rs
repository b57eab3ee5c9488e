//! Lines, comments, sections and values are read as the AWS tools and s3cmd read them.

use super::{Home, SECRET, TOKEN, aws_keys};

/// Secrets from every file and from the environment are returned unchanged.
#[test]
fn secrets_are_verbatim() {
    for secret in [
        SECRET,
        TOKEN,
        r"back\slash\\",
        "a#b ;c",
        "#;",
        "\"quoted\" in part",
        "begins with\"",
        "==padded==",
        "%(bucket)s%%",
        "a$HOME ${HOME}",
        "[x]",
        "näh",
        "in  ner\tspace",
    ] {
        let aws = format!(
            "[default]\naws_access_key_id=A\naws_secret_access_key = \t {secret} \t\naws_session_token={secret}"
        );
        let s3cmd = format!("[default]\naccess_key=A\nsecret_key =\t{secret} \naccess_token={secret}");
        for home in [Home::new().credentials(&aws), Home::new().config(&aws), Home::new().s3cfg(&s3cmd)] {
            let settings = home.load();
            assert_eq!(*settings.secret_key, secret);
            assert_eq!(settings.session_token.unwrap().as_str(), secret);
        }
        let home = Home::new().environment_keys();
        let settings = home.set("AWS_SECRET_ACCESS_KEY", secret).load();
        assert_eq!(*settings.secret_key, secret);
    }
}

#[test]
fn lines_end_in_lf_crlf_or_cr() {
    let lines = format!("# one\n[default]\n\n{}region = eu-west-1", aws_keys("A"));
    for end in ["\n", "\r\n", "\r"] {
        let home = Home::new().credentials(lines.replace('\n', end));
        let settings = home.load();
        assert_eq!(settings.access_key, "A");
        assert_eq!(*settings.secret_key, SECRET);
        assert_eq!(settings.region.as_deref(), Some("eu-west-1"));
    }
}

#[test]
fn comments_and_white_space_around_headers_are_ignored() {
    let home = Home::new().credentials(format!(
        "\u{feff}; one\n# two = 2\n  ; three\n\t# four\n   \n[ default ] # five\n;six=6\n{}#region = x\n",
        aws_keys("A")
    ));
    let settings = home.load();
    assert_eq!(settings.access_key, "A");
    assert_eq!(settings.region, None);
    for header in ["[default]  ", "[default]\t;x]", "[default]#", "[default] # [x]"] {
        let home = Home::new().credentials(format!("{header}\n{}", aws_keys("A")));
        assert_eq!(home.load().access_key, "A");
    }
}

#[test]
fn a_section_may_be_indented_as_a_whole() {
    let home = Home::new().config(
        "[default]\n  aws_access_key_id = A\n  aws_secret_access_key = b\n  s3 =\n\n    # x\n    addressing_style = path\n  region = eu-west-1\n",
    );
    let settings = home.load();
    assert_eq!(settings.access_key, "A");
    assert_eq!(settings.addressing, presign::Addressing::Path);
    assert_eq!(settings.region.as_deref(), Some("eu-west-1"));
}

#[test]
fn a_colon_may_stand_for_an_equals_sign() {
    let home = Home::new().config(
        "[default]\naws_access_key_id: A\naws_secret_access_key :b=c\nregion = x:y\ns3 :\n  addressing_style = path\n",
    );
    let settings = home.load();
    assert_eq!((settings.access_key.as_str(), settings.secret_key.as_str()), ("A", "b=c"));
    assert_eq!(settings.region.as_deref(), Some("x:y"));
    assert_eq!(settings.addressing, presign::Addressing::Path);
}

#[test]
fn the_section_default_in_capitals_counts_in_every_section() {
    let home = Home::new().credentials(format!(
        "[DEFAULT]\n{}region = eu-west-1\n[one]\n[two]\naws_access_key_id = TWO\n[DEFAULT]\noutput = x\n",
        aws_keys("ALL")
    ));
    assert_eq!(home.profile("one").access_key, "ALL");
    assert_eq!(home.profile("two").access_key, "TWO");
    assert_eq!(home.profile("two").region.as_deref(), Some("eu-west-1"));
    for name in ["default", "DEFAULT"] {
        assert!(home.profile_error(name).starts_with("there is no profile"));
    }
}

/// A value may go on in lines that are indented more. Only a setting that is read may not.
#[test]
fn a_value_of_several_lines_is_an_error_only_where_it_is_read() {
    let home = Home::new().config(format!(
        "[default]\n{}[plugins]\nx = one\n  two\n    three = 3\n[profile y]\nregion = a\n  b\n",
        aws_keys("A")
    ));
    assert_eq!(home.load().access_key, "A");
}

/// Below a setting, a header that is indented more belongs to the setting's value, as in botocore.
#[test]
fn a_header_may_be_indented() {
    let home = Home::new().config(format!("  [profile x]\n  region = x\n  [default]\n{}", aws_keys("A")));
    assert_eq!(home.load().access_key, "A");
    assert_eq!(home.load().region, None);
}

#[test]
fn a_block_ends_with_its_indentation() {
    let home = Home::new().config(format!(
        "[default]\ns3 =\n  region = inside\n{}[profile x]\n  region = eu-west-2\n",
        aws_keys("A")
    ));
    assert_eq!(home.load().region, None);
}

#[test]
fn a_file_without_settings_counts_as_missing() {
    for content in ["", "\n", "# x", "[default]", "[default]\n[profile x]\n"] {
        let home = Home::new().credentials(content).config(content).s3cfg(content);
        assert!(home.error().starts_with("no keys found"));
    }
}
