//! Through the front door, without a network.
