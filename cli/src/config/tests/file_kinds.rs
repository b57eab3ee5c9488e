//! Only regular files are read. Any other kind could block the command or supply data without end.
#![cfg(unix)]

use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::Path,
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use super::{Home, aws_keys, message, s3cmd_keys};

/// The files, the variables that name other ones, and whether the file is read before `~/.aws`.
const FILES: [(&str, &str, bool); 3] = [
    (".aws/credentials", "AWS_SHARED_CREDENTIALS_FILE", false),
    (".aws/config", "AWS_CONFIG_FILE", false),
    (".s3cfg", "S3CMD_CONFIG", true),
];

/// Returns the error's message. If the call blocks, the test fails after a minute.
fn error(home: Home, s3cfg_first: bool) -> String {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(message(home.look(None, s3cfg_first))));
    receiver.recv_timeout(Duration::from_secs(60)).unwrap()
}

/// Returns a home directory in which `create` has made the file at `name`.
fn home_with(name: &str, create: impl FnOnce(&Path)) -> Home {
    let home = Home::new();
    let path = home.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    create(&path);
    home
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn directories_pipes_sockets_and_devices_are_refused() {
    let kinds: [fn(&Path); 5] = [
        |path| fs::create_dir(path).unwrap(),
        make_pipe,
        |path| drop(UnixListener::bind(path).unwrap()),
        |path| symlink("/dev/zero", path).unwrap(),
        |path| {
            let pipe = path.with_extension("pipe");
            make_pipe(&pipe);
            symlink(pipe, path).unwrap();
        },
    ];
    for (name, _, s3cfg_first) in FILES {
        for create in kinds {
            let home = home_with(name, create);
            let expected = format!("cannot read {}: it is not a regular file; ", home.path(name).display());
            let error = error(home, s3cfg_first);
            assert!(error.starts_with(&expected), "{error}");
        }
    }
}

#[test]
fn a_path_in_a_variable_follows_the_same_rule() {
    for (_, variable, s3cfg_first) in FILES {
        for path in ["/dev/zero", "/"] {
            let error = error(Home::new().set(variable, path), s3cfg_first);
            assert!(error.starts_with(&format!("cannot read {path}: it is not a regular file; ")), "{error}");
        }
    }
}

#[test]
fn symbolic_links_to_regular_files_are_followed() {
    for (name, _, s3cfg_first) in FILES {
        let home = home_with(name, |path| {
            let file = path.with_extension("real");
            fs::write(&file, format!("[default]\n{}{}", aws_keys("A"), s3cmd_keys("A"))).unwrap();
            symlink(&file, path.with_extension("link")).unwrap();
            symlink(path.with_extension("link"), path).unwrap();
        });
        assert_eq!(home.look(None, s3cfg_first).unwrap().access_key, "A");
    }
}

#[test]
fn the_null_device_is_an_empty_file() {
    let keys = Home::new().credentials(format!("[default]\n{}", aws_keys("A")));
    let settings = keys.config("[default]\nregion = eu-west-1\n").set("AWS_CONFIG_FILE", "/dev/null").load();
    assert_eq!((settings.access_key.as_str(), settings.region), ("A", None));

    for (name, variable, s3cfg_first) in FILES {
        let in_variable = Home::new().set(variable, "/dev/null");
        let linked = home_with(name, |path| symlink("/dev/null", path).unwrap());
        for home in [in_variable, linked] {
            let error = error(home, s3cfg_first);
            assert!(error.starts_with("no keys found"), "{error}");
        }
    }
}
