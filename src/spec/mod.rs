//! Every knob of the lab.
