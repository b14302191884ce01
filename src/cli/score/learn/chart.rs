//! Curves as inline SVG: no script, no outside file.

use std::fmt::Write as _;

use super::markup::escaped;

/// Width and height of the plotted square, in SVG units.
const SIDE: f64 = 300.0;
/// Room for the words at the axes.
const EDGE: f64 = 44.0;
/// Room right of the square: half of the last word at the lower axis.
const RIGHT: f64 = 16.0;
/// Height of a line of the key.
const KEY: f64 = 18.0;

/// One line of a chart: its name and its points, both axes 0-1.
pub struct Line<'a> {
    pub name: &'a str,
    pub points: Vec<(f64, f64)>,
    pub drawn: Drawn,
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// One point to the next.
    Through,
    /// Points as dots, joined.
    Dotted,
}

/// Colours that colour-blind people tell apart (Okabe and Ito, 2008); dashes tell the lines apart without colour.
const INKS: [(&str, &str); 8] = [
    ("#0072b2", ""),
    ("#56b4e9", "2 3"),
    ("#d55e00", "8 3"),
    ("#009e73", "1 4"),
    ("#cc79a7", "6 2 1 2"),
    ("#e69f00", "10 4"),
    ("#555555", "3 6"),
    ("#8a6d00", "12 3 3 3"),
];

/// A chart of lines over the diagonal of chance, with its key below: beside it, the words would be too small to read on a
/// phone.
pub fn chart(title: &str, across: &str, up: &str, lines: &[Line<'_>]) -> String {
    let (width, height) = (
        EDGE + SIDE + RIGHT,
        SIDE + 2.0 * EDGE + KEY * lines.len() as f64 + 4.0,
    );
    let title = escaped(title);
    let mut svg = format!(
        "<figure><figcaption>{title}</figcaption><svg viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{title}\">"
    );
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let (x, y) = at((share, share));
        let (left, bottom) = at((0.0, 0.0));
        let (right, top) = at((1.0, 1.0));
        let percent = tick * 20;
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{x:.1} {bottom:.1}V{top:.1}M{left:.1} {y:.1}H{right:.1}\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{percent}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{percent}</text>",
            bottom + 16.0,
            left - 6.0,
            y + 4.0
        );
    }
    let (left, bottom) = at((0.0, 0.0));
    let (right, top) = at((1.0, 1.0));
    let _ = write!(
        svg,
        "<path class=\"chance\" d=\"M{left:.1} {bottom:.1}L{right:.1} {top:.1}\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}, %</text>\
         <text x=\"{left:.1}\" y=\"{:.1}\">{}, %</text>",
        f64::midpoint(left, right),
        bottom + 34.0,
        escaped(across),
        top - 12.0,
        escaped(up)
    );
    for (place, line) in lines.iter().enumerate() {
        draw(&mut svg, line, INKS[place % INKS.len()]);
        key(&mut svg, line.name, INKS[place % INKS.len()], place);
    }
    svg.push_str("</svg></figure>");
    svg
}

/// What was given over what happened, both 0-1, as two bars: hollow and full, which is told apart without colour.
pub fn bars(given: f64, happened: f64) -> String {
    let long = |share: f64| share.clamp(0.0, 1.0) * 198.0;
    format!(
        "<svg class=\"bars\" viewBox=\"0 0 200 22\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"given {:.0} %, happened \
         {:.0} %\"><rect x=\"1\" y=\"1\" width=\"{:.1}\" height=\"8\" fill=\"none\" stroke=\"{colour}\"/><rect x=\"1\" y=\"12\" \
         width=\"{:.1}\" height=\"9\" fill=\"{colour}\"/></svg>",
        100.0 * given,
        100.0 * happened,
        long(given),
        long(happened),
        colour = INKS[0].0
    )
}

/// A line, in its colour and its dashes.
fn draw(svg: &mut String, line: &Line<'_>, (colour, dash): (&str, &str)) {
    let mut path = String::new();
    for (i, point) in line.points.iter().enumerate() {
        let (x, y) = at(*point);
        let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
        if line.drawn == Drawn::Dotted {
            let _ = write!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>"
            );
        }
    }
    let _ = write!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>"
    );
}

/// What a line is, in the key's line of that place.
fn key(svg: &mut String, name: &str, (colour, dash): (&str, &str), place: usize) {
    let (left, bottom) = at((0.0, 0.0));
    let y = bottom + EDGE + KEY * (place as f64 + 0.5);
    let _ = write!(
        svg,
        "<path d=\"M{left:.1} {y:.1}h30\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        left + 38.0,
        y + 4.0,
        escaped(name)
    );
}

/// A point of the unit square on the page.
fn at((x, y): (f64, f64)) -> (f64, f64) {
    let within = |share: f64| share.clamp(0.0, 1.0) * SIDE;
    (EDGE + within(x), EDGE + SIDE - within(y))
}
