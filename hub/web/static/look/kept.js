// The last known screens of whoever is signed in, for when there is no line. One phone may hold
// several accounts: each has its own drawer.
import { user } from './telegram.js';

const DRAWER = `baursak/${user.id ?? 'nobody'}/`;
const OLDEST_MS = 30 * 24 * 3600 * 1000;

export function keep(name, html) {
  try {
    localStorage.setItem(DRAWER + name, JSON.stringify({ html, at: Date.now() }));
  } catch { /* full or forbidden: then there is just nothing to show later */ }
}

export function kept(name) {
  try {
    const found = JSON.parse(localStorage.getItem(DRAWER + name) ?? 'null');
    return found && Date.now() - found.at < OLDEST_MS ? found : null;
  } catch {
    return null;
  }
}

// What is outdated is not shown while there is a line, and better than nothing where there is none.
export function outdate(...begins) {
  try {
    for (const key of Object.keys(localStorage).filter((it) => begins.some((one) => it.startsWith(DRAWER + one)))) {
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), old: true }));
    }
  } catch { /* nothing was kept */ }
}

export function forget(begin = '') {
  try {
    Object.keys(localStorage).filter((it) => it.startsWith(DRAWER + begin)).forEach((it) => localStorage.removeItem(it));
  } catch { /* nothing was kept */ }
}
