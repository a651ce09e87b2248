//! A person's own data from delimited text.
