//! Keys, clicks and pastes: to the overlay on top, to the field that is being typed in, or through the keymap.

use ratatui_core::layout::Position;

use crate::tui::Effect;
use crate::tui::action::{Action, Where};
use crate::tui::input::{Input, Key, Mouse, MouseAct};
use crate::tui::overlay::prompt::Prompt;
use crate::tui::overlay::{Intent, Overlay, Said};

use super::view::tabs;
use super::{Focus, Model};

impl Model {
    pub(super) fn input(&mut self, input: Input) -> Vec<Effect> {
        match input {
            Input::Key(key) => self.key(&key),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Paste(text) => self.paste(&text),
            Input::Focus(_) => Vec::new(),
        }
    }

    fn key(&mut self, key: &Key) -> Vec<Effect> {
        let action = self.ctx.keymap.action(self.place(), key);
        // Leaving and suspending work whatever lies over the screen.
        if let Some(action @ (Action::Quit | Action::Suspend)) = action {
            return self.act(action);
        }
        if let Some(overlay) = self.overlays.last_mut() {
            let said = overlay.key(key, &self.ctx);
            return self.said(said);
        }
        if self.typing() {
            self.dirty = true;
            return self.screens.contacts.text_input(key);
        }
        action.map(|action| self.act(action)).unwrap_or_default()
    }

    /// Whether the search field has the keyboard.
    fn typing(&self) -> bool {
        self.focus == Focus::List && self.screens.at == Where::Contacts && self.screens.contacts.is_typing()
    }

    fn said(&mut self, said: Said) -> Vec<Effect> {
        self.dirty |= said != Said::Nothing;
        match said {
            Said::Nothing | Said::Stays => Vec::new(),
            Said::Closed => {
                self.overlays.pop();
                Vec::new()
            }
            Said::Decided(intent) => {
                self.overlays.pop();
                match intent {
                    Intent::Submit(orders) => self.submit(orders),
                    Intent::Act(action) => self.act(action),
                    Intent::Ask(ask) => {
                        self.overlays.push(Overlay::Prompt(Prompt::new(ask)));
                        Vec::new()
                    }
                }
            }
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(overlay) = self.overlays.last_mut() {
            let said = overlay.paste(text);
            return self.said(said);
        }
        if !self.typing() {
            return Vec::new();
        }
        self.dirty = true;
        self.screens.contacts.paste(text)
    }

    fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        if let Some(overlay) = self.overlays.last_mut() {
            if mouse.act == MouseAct::Click {
                let said = overlay.click(mouse.column, mouse.row, &self.ctx);
                return self.said(said);
            }
            return Vec::new();
        }
        let at = Position::new(mouse.column, mouse.row);
        let areas = self.areas();
        if areas.header.contains(at) && mouse.act == MouseAct::Click {
            let tab = tabs(&self.ctx, self.screens.at)
                .into_iter()
                .find(|tab| tab.columns.contains(&mouse.column));
            return tab.map(|tab| self.show(tab.place)).unwrap_or_default();
        }
        if areas.list.contains(at) {
            self.focus = Focus::List;
            return self.mouse_on_list(mouse.act, mouse.row - areas.list.y);
        }
        if areas.card.contains(at) && self.card.is_some() {
            if self.focus == Focus::List {
                self.focus = Focus::Pane;
                self.dirty = true;
            }
            return self.wheel(mouse.act);
        }
        Vec::new()
    }

    /// A click selects; a click on what is selected opens it.
    fn mouse_on_list(&mut self, act: MouseAct, row: u16) -> Vec<Effect> {
        if act != MouseAct::Click {
            return self.wheel(act);
        }
        self.dirty = true;
        let before = self.screens.selected();
        let clicked = self.screens.click(row);
        match clicked.filter(|_| clicked == before) {
            Some(id) => self.open_full(id),
            None => Vec::new(),
        }
    }

    fn wheel(&mut self, act: MouseAct) -> Vec<Effect> {
        match act {
            MouseAct::Click => Vec::new(),
            MouseAct::WheelUp => self.act(Action::Up),
            MouseAct::WheelDown => self.act(Action::Down),
        }
    }
}
