//! Shows a progress bar on stderr if stderr is a terminal and the URLs are not printed to one.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Starts the bar. `size` is the size of the list in bytes, if it is known.
    pub(super) fn new(size: Option<u64>, links_are_watched: bool) -> Self {
        if links_are_watched {
            return Self(ProgressBar::hidden());
        }
        // indicatif hides the bar if stderr is not a terminal. It is drawn 5 times a second.
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

    /// Sets the bar to `read` bytes of the list.
    pub(super) fn advance(&self, read: u64) {
        self.0.set_position(read);
    }
}

/// Clears the bar, also after a failure, so that it does not mix with the message.
impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
