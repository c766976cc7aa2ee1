//! The staff list, as a whole: answered once, and then shared by whoever shows it.

use std::sync::Arc;

use actions::look_staff::look_staff;

use super::{Answers, Backend, Reply, Source};

impl<S: Source> Backend<S> {
    pub(super) fn staff(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let everybody = look_staff(&mut self.db, &token, at)?;
        Ok(Reply::Staff(Arc::new(everybody)))
    }
}
