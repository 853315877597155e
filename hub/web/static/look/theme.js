// Light or dark as Telegram is; its own colours where a member chose coloured ones that can be read.
import { atLeast, on, say, theme } from './telegram.js';

const LEAST = 4.5;
const root = document.documentElement;
const TAKEN = { '--table': 'secondary_bg_color', '--paper': 'bg_color', '--ink': 'text_color' };
const INKS = ['--soft', '--crust', '--good', '--wait', '--stop', '--ink'];

export function dress(colours = theme) {
  const base = rgb(colours.bg_color);
  if (base) root.dataset.scheme = light(base) < 0.18 ? 'dark' : 'light';
  for (const name of Object.keys(TAKEN)) root.style.removeProperty(name);
  if (base && isColoured(base)) take(colours);
  paintFrame();
}

// All or nothing: with one unreadable pair the whole look is ours.
function take(colours) {
  for (const [name, theirs] of Object.entries(TAKEN)) {
    if (rgb(colours[theirs])) root.style.setProperty(name, colours[theirs]);
  }
  const now = getComputedStyle(root);
  const colour = (name) => rgb(now.getPropertyValue(name).trim());
  const readable = ['--table', '--paper'].every((ground) =>
    INKS.every((ink) => contrast(colour(ink), colour(ground)) >= LEAST));
  if (!readable) for (const name of Object.keys(TAKEN)) root.style.removeProperty(name);
}

function paintFrame() {
  const now = getComputedStyle(root);
  const table = now.getPropertyValue('--table').trim();
  const paper = now.getPropertyValue('--paper').trim();
  if (atLeast('6.9')) say('web_app_set_header_color', { color: table });
  if (atLeast('6.1')) say('web_app_set_background_color', { color: table });
  if (atLeast('7.10')) say('web_app_set_bottom_bar_color', { color: paper });
}

export function contrast(one, other) {
  const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

export function rgb(text) {
  const found = /^#([0-9a-f]{6})/i.exec(text ?? '');
  return found && [0, 2, 4].map((at) => parseInt(found[1].slice(at, at + 2), 16) / 255);
}

function light(colour) {
  const [r, g, b] = colour.map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Telegram's own themes are white, grey or black: in those the look is the bakery's.
function isColoured(colour) {
  return Math.max(...colour) - Math.min(...colour) > 0.05;
}

function insets(name) {
  return ({ top = 0, bottom = 0 }) => {
    root.dataset[name] = `${top} ${bottom}`;
    const sum = (at) => ['safe', 'content'].reduce((all, it) => all + Number((root.dataset[it] ?? '0 0').split(' ')[at]), 0);
    root.style.setProperty('--safe-top', `${sum(0)}px`);
    root.style.setProperty('--safe-bottom', `${sum(1)}px`);
  };
}

on('theme_changed', ({ theme_params: colours }) => dress(colours));
on('safe_area_changed', insets('safe'));
on('content_safe_area_changed', insets('content'));
// A phone that says of itself that it is slow gets no movement.
if (/\bLOW\)?\s*$/.test(navigator.userAgent)) root.dataset.calm = '';
