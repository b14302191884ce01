//! What comes in: files of contacts and activities.
