//! A made-up team with a year behind it and traffic going on.
