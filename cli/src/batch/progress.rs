//! A bar on stderr for a person who waits: only where stderr is a terminal and the links go elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub(super) struct Progress(ProgressBar);

impl Progress {
    /// `size` is that of the list in bytes, where it is known.
    pub(super) fn new(size: Option<u64>, links_are_watched: bool) -> Self {
        if links_are_watched {
            return Self(ProgressBar::hidden());
        }
        // Hidden by itself where stderr is no terminal; 5 times a second is plenty.
        let target = ProgressDrawTarget::stderr_with_hz(5);
        let (template, bar) = match size {
            Some(size) => (
                "{bar:40} {percent}% of {total_bytes} {eta}",
                ProgressBar::with_draw_target(Some(size), target),
            ),
            None => {
                ("{spinner} {bytes} of keys, {bytes_per_sec}", ProgressBar::with_draw_target(None, target))
            }
        };
        match ProgressStyle::with_template(template) {
            Ok(style) => Self(bar.with_style(style)),
            Err(_) => Self(bar),
        }
    }

    /// So many bytes of the list are done.
    pub(super) fn advance(&self, read: u64) {
        self.0.set_position(read);
    }
}

/// However the batch ends: the bar must not stand in the way of a message.
impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
