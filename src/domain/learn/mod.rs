//! Learning from outcomes: what led to them is taken back into the model (method, section 3, feedback).
//!
//! [`Samples`] are what contacts looked like at an instant and what became of them. [`fit`](fit::fit) makes of the older
//! ones a [`Card`] of whole points that a person can read and change; [`evaluate`] judges it, the model in force and the plain
//! orders on the newer ones, which the fit has not seen. A split at random would flatter: the world drifts.

mod advice;
pub mod bins;
pub mod calibration;
pub mod chance;
mod deed_leak;
pub mod drift;
pub mod features;
pub mod fit;
pub mod half_life;
pub mod judge;
pub mod leak;
mod logistic;
pub mod metrics;
mod one_time;
pub mod points;
pub mod progress;
pub mod report;
pub mod sample;
pub mod source;
#[cfg(test)]
mod tests;
mod trial;
pub mod write;

pub use fit::{Fitted, Guard, LearnError, Terms, fit};
pub use judge::evaluate;
pub use points::Card;
pub use report::Report;
pub use sample::{Column, Sample, Samples};
