//! The smallest histories in which a law once failed.
