//! Messages in, effects out, and the frames they make.

mod acts;
mod bulk;
mod departed;
mod frames;
mod lists;
mod routes;
mod team;
