//! What moves by itself, which moment is shown, and how far training is to go: an enum and its transitions.
//!
//! ```text
//!            play                    skip ahead
//! Paused ◄──────────► Playing    Paused, Looking ──► Warping ──► Looking at its end
//!    ▲ step, latest                 any ── look ──► Looking (at the latest step: Paused)
//! ```
//!
//! A step is the only clock: nothing here knows how long a frame takes.

use crate::experiment::history::Time;
use crate::experiment::ladder::HANDOVER;

/// What moves, and which moment is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// The latest step is shown; steps that were asked for are still taken.
    Paused,
    /// Steps are taken in every frame, and the latest is shown.
    Playing,
    /// Time goes on by gradient flow.
    Warping {
        /// ln t of the moment shown; `None` while training is on its way to the handover, and the latest step shown.
        at: Option<f64>,
    },
    /// A recorded moment other than the latest step is shown, and nothing moves.
    Looking(Time),
}

/// The mode, and the step that training works toward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    mode: Mode,
    /// The step that a new session is trained to at once.
    opening: u64,
    target: u64,
    /// Warped time per frame, in decades.
    pub decades: f64,
}

impl Playback {
    /// A new lab: it plays, or where `still_at` is given stands still at that step.
    pub fn new(still_at: Option<u64>) -> Playback {
        let opening = still_at.unwrap_or(0);
        Playback {
            mode: if still_at.is_some() {
                Mode::Paused
            } else {
                Mode::Playing
            },
            opening,
            target: opening,
            decades: 1.0,
        }
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The step that training works toward.
    pub fn target(&self) -> u64 {
        self.target
    }

    /// Whether steps are taken in every frame until somebody stops them.
    pub fn is_playing(&self) -> bool {
        self.mode == Mode::Playing
    }

    /// Whether warped time goes on by itself.
    pub fn is_warping(&self) -> bool {
        matches!(self.mode, Mode::Warping { .. })
    }

    /// Whether steps are taken in every frame, of a ladder at `step`.
    pub fn is_running(&self, step: u64) -> bool {
        self.is_playing() || step < self.target
    }

    /// The moment shown, where it is not the latest step.
    pub fn looking(&self) -> Option<Time> {
        match self.mode {
            Mode::Paused | Mode::Playing | Mode::Warping { at: None } => None,
            Mode::Warping { at: Some(ln_t) } => Some(Time::Warped(ln_t)),
            Mode::Looking(at) => Some(at),
        }
    }

    /// The moment shown of a ladder at `step`.
    pub fn moment(&self, step: u64) -> Time {
        self.looking().unwrap_or(Time::Step(step))
    }

    /// Plays from the latest step, or stops what moves and goes on showing what is shown.
    pub fn toggle_play(&mut self, step: u64) {
        match self.mode {
            Mode::Playing | Mode::Warping { .. } => self.pause(step),
            Mode::Paused | Mode::Looking(_) => self.mode = Mode::Playing,
        }
    }

    /// Plays, whatever was shown.
    pub fn play(&mut self) {
        self.mode = Mode::Playing;
    }

    /// Stops what moves and goes on showing what is shown.
    pub fn pause(&mut self, step: u64) {
        self.mode = self.looking().map_or(Mode::Paused, Mode::Looking);
        self.target = step;
    }

    /// Takes one step and shows it.
    pub fn take_step(&mut self, step: u64) {
        (self.mode, self.target) = (Mode::Paused, step + 1);
    }

    /// Shows a recorded moment; nothing moves any more.
    pub fn look_at(&mut self, at: Time, step: u64) {
        self.mode = if at == Time::Step(step) {
            Mode::Paused
        } else {
            Mode::Looking(at)
        };
        self.target = step;
    }

    /// Goes on through warped time, from the moment shown if that is warped, or stops doing so. Where time cannot be
    /// warped, what moves stops.
    pub fn toggle_warp(&mut self, step: u64, warpable: bool) {
        if self.is_warping() || !warpable {
            return self.pause(step);
        }
        self.mode = Mode::Warping {
            at: match self.mode {
                Mode::Looking(Time::Warped(ln_t)) => Some(ln_t),
                _ => None,
            },
        };
        // Gradient flow takes over from descent at the handover: train to there first.
        self.target = step.max(HANDOVER);
    }

    /// Warped time has come to `ln_t`.
    pub fn warp_to(&mut self, ln_t: f64) {
        if let Mode::Warping { at } = &mut self.mode {
            *at = Some(ln_t);
        }
    }

    /// Sets how far this frame trains: `speed` steps beyond `step`, where what was asked for is done and either
    /// training plays, or warped time `wants_steps` first.
    pub fn set_goal(&mut self, step: u64, speed: u64, wants_steps: bool) {
        if step >= self.target && (self.is_playing() || (self.is_warping() && wants_steps)) {
            self.target = step + speed;
        }
    }

    /// The same ladder is back at step 0. What plays plays on.
    pub fn restart(&mut self) {
        self.begin(0);
    }

    /// There is another ladder, at step 0. What plays plays on.
    pub fn renew(&mut self) {
        self.begin(self.opening);
    }

    fn begin(&mut self, target: u64) {
        if !self.is_playing() {
            self.mode = Mode::Paused;
        }
        self.target = target;
    }

    /// Mode, moment, target and decades as numbers, to be kept outside the program's memory.
    pub fn numbers(&self) -> [f64; 4] {
        let (mode, at) = match self.mode {
            Mode::Paused => (0.0, 0.0),
            Mode::Playing => (1.0, 0.0),
            Mode::Warping { at: None } => (2.0, 0.0),
            Mode::Warping { at: Some(ln_t) } => (3.0, ln_t),
            Mode::Looking(Time::Step(step)) => (4.0, step as f64),
            Mode::Looking(Time::Warped(ln_t)) => (5.0, ln_t),
        };
        [mode, at, self.target as f64, self.decades]
    }

    /// Goes on as [`Playback::numbers`] say, of a ladder that is back at `step`. Other numbers change nothing.
    pub fn resume(&mut self, numbers: &[f64], step: u64) {
        let &[mode, at, target, decades] = numbers else {
            return;
        };
        self.mode = match mode as u8 {
            0 => Mode::Paused,
            1 => Mode::Playing,
            2 => Mode::Warping { at: None },
            3 => Mode::Warping { at: Some(at) },
            4 => Mode::Looking(Time::Step(at as u64)),
            _ => Mode::Looking(Time::Warped(at)),
        };
        self.target = step.max(target as u64);
        self.decades = decades;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARPED: f64 = 40.0;

    /// One of each mode, of a ladder that has come to step 50.
    fn modes() -> [Mode; 6] {
        [
            Mode::Paused,
            Mode::Playing,
            Mode::Warping { at: None },
            Mode::Warping { at: Some(WARPED) },
            Mode::Looking(Time::Step(7)),
            Mode::Looking(Time::Warped(WARPED)),
        ]
    }

    /// What `change` makes of each of them: mode and target.
    fn after(change: impl Fn(&mut Playback)) -> [(Mode, u64); 6] {
        modes().map(|mode| {
            let mut playback = Playback {
                mode,
                opening: 3,
                target: 60,
                decades: 1.0,
            };
            change(&mut playback);
            (playback.mode, playback.target)
        })
    }

    #[test]
    fn play_starts_at_the_latest_step_and_stopping_moves_nothing() {
        let expected = [
            (Mode::Playing, 60),
            (Mode::Paused, 50),
            (Mode::Paused, 50),
            (Mode::Looking(Time::Warped(WARPED)), 50),
            (Mode::Playing, 60),
            (Mode::Playing, 60),
        ];
        assert_eq!(after(|playback| playback.toggle_play(50)), expected);
        assert!(after(Playback::play).iter().all(|at| at.0 == Mode::Playing));
    }

    #[test]
    fn a_step_is_shown_whatever_was() {
        let stepped = after(|playback| playback.take_step(50));
        assert_eq!(stepped, [(Mode::Paused, 51); 6]);
    }

    #[test]
    fn looking_stops_all_that_moves_and_the_latest_step_is_no_past() {
        let seventh = Time::Step(7);
        let looked = after(|playback| playback.look_at(seventh, 50));
        assert_eq!(looked, [(Mode::Looking(seventh), 50); 6]);
        let latest = after(|playback| playback.look_at(Time::Step(50), 50));
        assert_eq!(latest, [(Mode::Paused, 50); 6]);
    }

    #[test]
    fn warped_time_goes_on_from_the_warped_moment_shown_and_trains_to_the_handover_first() {
        let begun = (Mode::Warping { at: None }, HANDOVER);
        let on = (Mode::Warping { at: Some(WARPED) }, HANDOVER);
        let (paused, looking) = (
            (Mode::Paused, 50),
            (Mode::Looking(Time::Warped(WARPED)), 50),
        );
        assert_eq!(
            after(|playback| playback.toggle_warp(50, true)),
            [begun, begun, paused, looking, begun, on]
        );
        let late = after(|playback| playback.toggle_warp(20_000, true));
        assert_eq!(late[0].1, 20_000);
    }

    #[test]
    fn where_time_cannot_be_warped_asking_for_it_only_stops() {
        let expected = [
            Mode::Paused,
            Mode::Paused,
            Mode::Paused,
            Mode::Looking(Time::Warped(WARPED)),
            Mode::Looking(Time::Step(7)),
            Mode::Looking(Time::Warped(WARPED)),
        ];
        let stopped = after(|playback| playback.toggle_warp(50, false));
        assert_eq!(stopped, expected.map(|mode| (mode, 50)));
    }

    #[test]
    fn only_what_warps_is_carried_along() {
        let carried = after(|playback| playback.warp_to(41.0));
        for (mode, (after, target)) in modes().into_iter().zip(carried) {
            let expected = match mode {
                Mode::Warping { .. } => Mode::Warping { at: Some(41.0) },
                other => other,
            };
            assert_eq!((after, target), (expected, 60));
        }
    }

    #[test]
    fn a_frame_has_a_goal_only_where_the_last_one_is_reached() {
        let targets = |step, wants: bool| {
            after(move |playback| playback.set_goal(step, 100, wants)).map(|at| at.1)
        };
        assert_eq!(targets(50, true), [60; 6]);
        assert_eq!(targets(60, false), [60, 160, 60, 60, 60, 60]);
        assert_eq!(targets(60, true), [60, 160, 160, 160, 60, 60]);
    }

    #[test]
    fn what_plays_plays_on_from_the_start() {
        for (change, target) in [
            (Playback::restart as fn(&mut Playback), 0),
            (Playback::renew, 3),
        ] {
            let begun = after(change);
            for (mode, (after, goal)) in modes().into_iter().zip(begun) {
                let plays = mode == Mode::Playing;
                let expected = if plays { Mode::Playing } else { Mode::Paused };
                assert_eq!((after, goal), (expected, target));
            }
        }
    }

    #[test]
    fn a_reader_who_prefers_no_motion_finds_a_new_lab_at_rest() {
        let still = Playback::new(Some(1000));
        assert_eq!((still.mode, still.target), (Mode::Paused, 1000));
        assert!(still.is_running(999) && !still.is_running(1000));
        let playing = Playback::new(None);
        assert_eq!((playing.mode, playing.target), (Mode::Playing, 0));
    }

    #[test]
    fn the_moment_shown_is_the_latest_step_unless_another_is_looked_at() {
        let shown = modes().map(|mode| {
            let playback = Playback {
                mode,
                ..Playback::new(None)
            };
            playback.moment(50)
        });
        let (now, warped) = (Time::Step(50), Time::Warped(WARPED));
        assert_eq!(shown, [now, now, now, warped, Time::Step(7), warped]);
    }

    #[test]
    fn what_is_kept_as_numbers_is_taken_up_again() {
        for mode in modes() {
            let kept = Playback {
                mode,
                opening: 0,
                target: 60,
                decades: 3.0,
            };
            let mut again = Playback::new(None);
            again.resume(&kept.numbers(), 50);
            assert_eq!(again, kept);
            again.resume(&[1.0], 50);
            assert_eq!(again, kept);
        }
    }
}
