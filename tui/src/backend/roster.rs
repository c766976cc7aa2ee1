//! The staff list, as a whole: answered once, and then shared by whoever shows it. The record, some rows at a time.

use std::sync::Arc;

use actions::look_staff::look_staff;
use actions::see_activity::see_activity;
use domain::activity::Filter;

use super::{Answers, Backend, Reply, Source};

impl<S: Source> Backend<S> {
    pub(super) fn staff(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let everybody = look_staff(&mut self.db, &token, at)?;
        Ok(Reply::Staff(Arc::new(everybody)))
    }

    pub(super) fn activity(&mut self, filter: &Filter, before: Option<i64>) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let found = see_activity(&mut self.db, &token, filter, before, at)?;
        Ok(Reply::Activity(found))
    }
}
