//! Profiles: their sections in both files, their region and endpoint, and the block `s3`.

use super::{Home, SECRET, aws_keys};
use presign::{Addressing, Version};

fn with_config(config: &str) -> Home {
    Home::new().credentials(format!("[default]\n{}", aws_keys("DEFAULT"))).config(config)
}

#[test]
fn a_profile_is_found_by_its_exact_name() {
    let config = format!(
        "[profile work]\n{}[profile \"two words\"]\n{}[profile 'single']\n{}[profile\ttab ]\n{}\
         [plain]\n{}[profile not one]\n{}[profiled]\n{}",
        aws_keys("WORK"),
        aws_keys("TWO"),
        aws_keys("SINGLE"),
        aws_keys("TAB"),
        aws_keys("PLAIN"),
        aws_keys("NOT"),
        aws_keys("NOT"),
    );
    let home = Home::new().config(config);
    assert_eq!(home.profile("work").access_key, "WORK");
    assert_eq!(home.profile("two words").access_key, "TWO");
    assert_eq!(home.profile("single").access_key, "SINGLE");
    assert_eq!(home.profile("tab").access_key, "TAB");
    for name in ["plain", "not one", "d", "profile work", "Work", ""] {
        assert!(home.profile_error(name).contains("there is no profile"));
    }
    // Section names of the credentials file have no `profile` before them.
    let home = Home::new().credentials(format!("[profile work]\n{}", aws_keys("WORK")));
    assert!(home.profile_error("work").contains("there is no profile"));
}

/// The two files name their sections differently, and people mix them up.
#[test]
fn a_section_with_the_other_files_kind_of_name_is_pointed_out() {
    for (name, file, is, should_be) in [
        ("work", ".aws/config", "work", "profile work"),
        ("two words", ".aws/config", "two words", "profile 'two words'"),
        ("work", ".aws/config", "Profile Work", "profile work"),
        ("Work", ".aws/config", "profile work", "profile Work"),
        ("work", ".aws/credentials", "profile work", "work"),
        ("work", ".aws/credentials", "WORK", "work"),
        ("default", ".aws/config", "Default", "default"),
        ("default", ".aws/credentials", "profile default", "default"),
    ] {
        let missing = Home::new().file(file, format!("[{is}]\n{}", aws_keys("HIDDEN")));
        let hint = format!(": in {}, write [{should_be}] instead of [{is}]", missing.path(file).display());
        assert!(missing.profile_error(name).ends_with(&hint), "{}", missing.profile_error(name));
        let missing = missing.set("AWS_PROFILE", name);
        assert!(missing.error().ends_with(&hint), "{}", missing.error());
    }
    // The profile exists in the other file, without keys.
    let home = Home::new()
        .config("[profile work]\nregion = x\n")
        .credentials(format!("[profile work]\n{}", aws_keys("HIDDEN")));
    let hint =
        format!("in {}, write [work] instead of [profile work]", home.path(".aws/credentials").display());
    assert_eq!(home.profile_error("work"), format!("profile \"work\" has no keys: {hint}"));
    let home = home.set("AWS_PROFILE", "work");
    assert!(home.error().starts_with("no keys found") && home.error().ends_with(&hint), "{}", home.error());
}

#[test]
fn a_circle_of_source_profiles_is_not_followed() {
    let circle = "[profile a]\nsource_profile = b\nrole_arn = HIDDEN\n[profile b]\nsource_profile = a\n";
    let home = Home::new().config(format!("{circle}role_arn = HIDDEN\n"));
    for name in ["a", "b"] {
        assert!(home.profile_error(name).contains("have to be fetched first (role_arn)"));
    }
    // Without role_arn botocore ignores source_profile.
    let home = Home::new().config(format!("{circle}{}", aws_keys("B")));
    assert_eq!(home.profile("b").access_key, "B");
}

#[test]
fn the_default_profile_has_two_names_in_the_config_file() {
    let home = Home::new().config(format!("[default]\n{}", aws_keys("SHORT")));
    assert_eq!(home.load().access_key, "SHORT");
    let home = Home::new().config(format!(
        "[profile default]\n{}[default]\n{}",
        aws_keys("LONG"),
        aws_keys("SHORT")
    ));
    assert_eq!(home.load().access_key, "LONG");
}

#[test]
fn the_credentials_files_keys_win_as_a_set() {
    let home = with_config(
        "[default]\naws_access_key_id = CONFIG\naws_secret_access_key = x\naws_session_token = y\n",
    );
    let settings = home.load();
    assert_eq!(settings.access_key, "DEFAULT");
    assert_eq!(*settings.secret_key, SECRET);
    assert!(settings.session_token.is_none());
}

#[test]
fn names_of_settings_are_case_insensitive() {
    let home = Home::new().credentials(format!(
        "[default]\nAWS_Access_Key_Id = A\nAWS_SECRET_ACCESS_KEY = {SECRET}\nRegion = eu-west-1\n"
    ));
    assert_eq!(home.load().access_key, "A");
    assert_eq!(home.load().region.as_deref(), Some("eu-west-1"));
}

#[test]
fn a_profile_whose_keys_have_to_be_fetched_is_refused() {
    for setting in [
        "role_arn",
        "web_identity_token_file",
        "sso_session",
        "sso_start_url",
        "sso_account_id",
        "sso_role_name",
        "login_session",
    ] {
        let line = format!("{setting} = HIDDEN\n");
        let expected = format!(
            "the keys of profile \"default\" have to be fetched first ({setting}): run `aws configure \
             export-credentials --format env --profile default` and set the variables that it prints"
        );
        // The setting takes precedence over static keys in either file.
        let home = with_config(&format!("[default]\n{line}"));
        assert_eq!(home.error(), expected);
        assert_eq!(home.profile_error("default"), expected);
        let home = Home::new().credentials(format!("[default]\n{line}{}", aws_keys("HIDDEN")));
        assert_eq!(home.error(), expected);
        // Keys from the environment do not need the profile's keys.
        assert_eq!(home.environment_keys().load().access_key, "ENV");
    }
}

#[test]
fn a_credential_process_yields_only_to_the_credentials_file() {
    let home = with_config("[default]\ncredential_process = HIDDEN\n");
    assert_eq!(home.load().access_key, "DEFAULT");
    let home = Home::new().config(format!("[default]\ncredential_process = HIDDEN\n{}", aws_keys("CONFIG")));
    assert!(home.error().contains("credential_process"));
    let home = Home::new().credentials("[default]\ncredential_process = HIDDEN\n").environment_keys();
    assert!(home.profile_error("default").contains("credential_process"));
    assert_eq!(home.load().access_key, "ENV");
}

#[test]
fn the_region_comes_from_the_environment_then_the_files() {
    let home = Home::new().credentials(format!("[default]\nregion = eu-west-3\n{}", aws_keys("A")));
    assert_eq!(home.load().region.as_deref(), Some("eu-west-3"));
    // The credentials file takes precedence, as in botocore.
    let home = home.config("[default]\nregion = eu-west-2\n");
    assert_eq!(home.load().region.as_deref(), Some("eu-west-3"));
    let home = home.credentials(format!("[default]\nregion =\n{}", aws_keys("A")));
    assert_eq!(home.load().region.as_deref(), Some("eu-west-2"));
    let home = home.set("AWS_DEFAULT_REGION", "ap-east-1");
    assert_eq!(home.load().region.as_deref(), Some("ap-east-1"));
    let home = home.set("AWS_REGION", "us-west-2");
    assert_eq!(home.load().region.as_deref(), Some("us-west-2"));
    let home = home.set("AWS_REGION", "");
    assert_eq!(home.load().region.as_deref(), Some("ap-east-1"));
    assert_eq!(Home::new().environment_keys().load().region, None);
}

#[test]
fn the_endpoint_comes_from_the_environment_then_services_then_the_profile() {
    let home = with_config(
        "[default]\n\
         services = storage\n\
         endpoint_url = http://profile\n\
         [services storage]\n\
         sqs =\n  endpoint_url = http://sqs\n\
         s3 =\n  endpoint_url = http://services\n\
         dynamodb =\n  endpoint_url = http://dynamodb\n",
    );
    assert_eq!(home.load().endpoint.as_deref(), Some("http://services"));
    let home = home.set("AWS_ENDPOINT_URL", "http://all");
    assert_eq!(home.load().endpoint.as_deref(), Some("http://all"));
    let home = home.set("AWS_ENDPOINT_URL_S3", "http://s3");
    assert_eq!(home.load().endpoint.as_deref(), Some("http://s3"));
    let home = home.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True");
    assert_eq!(home.load().endpoint, None);

    for services in ["services = storage\n[services storage]\nsqs =\n  endpoint_url = x\n", ""] {
        let home = with_config(&format!("[default]\nendpoint_url = http://profile\n{services}"));
        assert_eq!(home.load().endpoint.as_deref(), Some("http://profile"));
    }
    assert_eq!(with_config("").load().endpoint, None);
}

/// botocore does not read this setting, but the documentation of many storages shows it.
#[test]
fn the_block_s3_may_contain_the_endpoint() {
    let profile = "[default]\nregion = fr-par\ns3 =\n  endpoint_url = https://s3.fr-par.scw.cloud\n";
    let home = with_config(profile);
    assert_eq!(home.load().endpoint.as_deref(), Some("https://s3.fr-par.scw.cloud"));
    // It is for S3 alone, so it takes precedence over the profile's endpoint for all services.
    let home = with_config(&format!("{profile}endpoint_url = http://profile\n"));
    assert_eq!(home.load().endpoint.as_deref(), Some("https://s3.fr-par.scw.cloud"));
    let home = home.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(home.load().endpoint, None);
    let home =
        with_config(&format!("{profile}services = x\n[services x]\ns3=\n  endpoint_url = http://services\n"));
    assert_eq!(home.load().endpoint.as_deref(), Some("http://services"));
    // The empty setting is unset, and the block of another service is not read.
    let home = with_config(
        "[default]\nendpoint_url = http://a\ns3 =\n  endpoint_url =\nsqs =\n  endpoint_url = b\n",
    );
    assert_eq!(home.load().endpoint.as_deref(), Some("http://a"));
}

#[test]
fn the_credentials_files_block_s3_replaces_the_config_files() {
    let home = Home::new()
        .credentials(format!("[default]\n{}s3 =\n  addressing_style = path\n", aws_keys("A")))
        .config("[default]\ns3 =\n  addressing_style = virtual\n  endpoint_url = http://x\n");
    assert_eq!(home.load().addressing, Addressing::Path);
    assert_eq!(home.load().endpoint, None);
}

#[test]
fn a_profile_may_ignore_endpoints() {
    let home =
        with_config("[default]\nignore_configured_endpoint_urls = TRUE\nendpoint_url = http://profile\n")
            .set("AWS_ENDPOINT_URL_S3", "http://s3");
    assert_eq!(home.load().endpoint, None);
    let home = home.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
    assert_eq!(home.load().endpoint.as_deref(), Some("http://s3"));
}

#[test]
fn an_unknown_services_section_is_an_error() {
    let home = with_config("# one\n[default]\nservices = storage\n[services other]\n");
    let file = home.path(".aws/config");
    assert_eq!(home.error(), format!("{}:3: there is no section [services storage]", file.display()));
}

#[test]
fn the_addressing_style_is_one_of_three_words_in_the_block_s3() {
    for (word, style) in
        [("auto", Addressing::Auto), ("path", Addressing::Path), ("virtual", Addressing::Virtual)]
    {
        let home = with_config(&format!(
            "[default]\ns3 =\n    max_queue_size = 9\n    addressing_style = {word}\nregion = x\n"
        ));
        assert_eq!(home.load().addressing, style);
        assert_eq!(home.load().region.as_deref(), Some("x"));
    }
    let home = with_config("[default]\ns3 =\n  # HIDDEN\n\n  addressing_style = HIDDEN\n");
    assert_eq!(
        home.error(),
        format!("{}:5: addressing_style must be auto, path or virtual", home.path(".aws/config").display())
    );
    // Outside the block the setting is ignored.
    let home = with_config("[default]\naddressing_style = path\ns3 =\n");
    assert_eq!(home.load().addressing, Addressing::Auto);
}

#[test]
fn the_signature_version_is_one_of_four_words() {
    for (word, version) in
        [("s3v4", Version::V4), ("v4", Version::V4), ("s3", Version::V2), ("v2", Version::V2)]
    {
        let home = with_config(&format!("[default]\ns3=\n\tsignature_version={word}\n"));
        assert_eq!(home.load().version, Some(version));
    }
    assert_eq!(with_config("").load().version, None);
    let home = with_config("[default]\ns3 =\n  signature_version = HIDDEN\n");
    assert!(home.error().contains(":3: signature_version must be"));
}

#[test]
fn the_profiles_settings_apply_to_the_environments_keys() {
    let home = with_config(
        "[default]\nregion = eu-west-1\n\
         [profile work]\nregion = eu-west-2\nendpoint_url = http://work\ns3 =\n addressing_style = path\n",
    )
    .environment_keys();
    assert_eq!(home.load().region.as_deref(), Some("eu-west-1"));
    let home = home.set("AWS_PROFILE", "work");
    let settings = home.load();
    assert_eq!(settings.access_key, "ENV");
    assert_eq!(settings.region.as_deref(), Some("eu-west-2"));
    assert_eq!(settings.endpoint.as_deref(), Some("http://work"));
    assert_eq!(settings.addressing, Addressing::Path);
}

#[test]
fn other_profiles_and_sections_do_not_matter() {
    let home = with_config(
        "[preview]\ncloudfront = true\n[sso-session mine]\nsso_start_url = https://x\n\
         [profile sso]\nsso_session = mine\n[default]\nregion = eu-west-1\n",
    );
    assert_eq!(home.load().access_key, "DEFAULT");
    assert_eq!(home.load().region.as_deref(), Some("eu-west-1"));
}
