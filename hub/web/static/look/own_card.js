// A member's card on paper: what its buttons do.
import { ask } from './hub.js';
import { done, show } from './screen.js';

async function shown(answer) {
  show('card', await (await answer).text());
  done('card');
}

const typed = (form) => Object.fromEntries(new FormData(form));

export const doing = {
  'card-make': (form) => shown(ask('/app/card', { method: 'POST', body: typed(form) })),
  'card-pin': (form) => shown(ask('/app/card', { method: 'PUT', body: typed(form) })),
  'card-block': () => shown(ask('/app/card', { method: 'DELETE' })),
  'card-print': () => print(),
};
