//! What a command means for a lead: facts, or a refusal.
