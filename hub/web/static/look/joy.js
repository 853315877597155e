// The moment of joy: numbers that count up, crumbs that fly, a phone that taps back.
import { feel } from './telegram.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const LASTS_MS = 1100;
const CRUMBS = ['#e29a3f', '#fbd98f', '#a3591a', '#f1b057'];

export function celebrate(screen) {
  const mood = screen.querySelector('[data-mood]')?.dataset.mood;
  if (!mood) return;
  feel(mood === 'no' || mood === 'over' ? 'error' : mood === 'review' ? 'warning' : 'success');
  if (mood !== 'joy' || calm.matches || 'calm' in document.documentElement.dataset) return;
  count(screen.querySelector('[data-count]'));
  throwCrumbs();
}

function count(place) {
  if (!place) return;
  const whole = Number(place.dataset.count);
  const last = place.textContent;
  const began = performance.now();
  let felt = 0;
  const step = (now) => {
    const part = Math.min(1, (now - began) / LASTS_MS);
    const shown = Math.round(whole * (1 - (1 - part) ** 3));
    place.textContent = part < 1 ? `+${shown.toLocaleString('ru')}` : last;
    if (Math.floor(part * 6) > felt) feel('light', felt = Math.floor(part * 6));
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function throwCrumbs() {
  const crumbs = document.createElement('div');
  crumbs.className = 'crumbs';
  crumbs.ariaHidden = 'true';
  for (let number = 0; number < 26; number += 1) {
    const crumb = document.createElement('i');
    const angle = (number / 26) * Math.PI * 2;
    crumb.style.setProperty('--x', `${Math.cos(angle) * (90 + (number * 37) % 110)}px`);
    crumb.style.setProperty('--y', `${Math.sin(angle) * 120 + 220 + (number * 53) % 160}px`);
    crumb.style.background = CRUMBS[number % CRUMBS.length];
    crumb.style.animationDelay = `${(number * 29) % 220}ms`;
    crumbs.append(crumb);
  }
  document.body.append(crumbs);
  setTimeout(() => crumbs.remove(), 2400);
}
