//! Messages in, effects out, and the frames they make.

mod acts;
mod frames;
mod lists;
mod routes;
