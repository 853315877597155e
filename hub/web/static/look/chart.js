// A chart that answers: values under the finger, zoom, keys. The table beside it says what it shows.
const READY = 'plot-live';
const CLICK_PX = 4;
const LEAST = 4;
const find = (what, within = document) => within.querySelector(what);
let library;
let kept = { search: '', x: null, at: null };
const living = new Map();

function load() {
  const url = (name) => new URL(name, import.meta.url).href;
  library ??= new Promise((done, fail) => {
    const look = document.createElement('link');
    look.rel = 'stylesheet';
    look.href = url('./uPlot.min.css');
    const script = document.createElement('script');
    script.src = url('./uPlot.iife.min.js');
    script.onload = () => done(window.uPlot);
    script.onerror = () => { library = undefined; fail(new Error('uPlot')); };
    document.head.append(look, script);
  });
  return library;
}

function told(figure) {
  const rows = [...figure.querySelectorAll('tbody tr')];
  const number = (text) => (text === undefined || text === '' ? null : Number(text));
  return {
    names: rows.map((it) => find('th', it).textContent),
    values: rows.map((it) => number(it.dataset.raw)),
    other: rows[0]?.dataset.other === undefined ? null : rows.map((it) => number(it.dataset.other)),
    texts: rows.map((it) => [...it.querySelectorAll('td')].map((cell) => cell.textContent)),
    heads: [...figure.querySelectorAll('thead th')].slice(1).map((it) => it.textContent),
    leads: rows.map((it) => find('th a', it)?.href),
  };
}

function axisNumber(sign) {
  const form = new Intl.NumberFormat(document.documentElement.lang, { notation: 'compact', maximumFractionDigits: 1 });
  return (value) => `${form.format(value)}${sign && `\u00a0${sign}`}`;
}

function options(plot, said, width, height) {
  const { uPlot } = window;
  const style = getComputedStyle(plot);
  const colour = (name) => style.getPropertyValue(name).trim();
  const ink = colour('--tray-ink');
  const size = Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8125);
  const font = `${size}px ${style.fontFamily}`;
  const write = axisNumber(plot.dataset.sign);
  const parts = Number(plot.dataset.parts);
  const bars = uPlot.paths.bars({ size: [0.72, 64] });
  const series = [{}, { paths: bars, fill: colour('--plot-one'), points: { show: false } }];
  if (said.other && plot.dataset.kind === 'stacked') {
    series.push({ paths: bars, fill: colour('--plot-two'), points: { show: false } });
  } else if (said.other) {
    // With an edge of paper, so that it is seen before bars and between them.
    series.push({ stroke: colour('--paper'), width: 5, points: { show: false }, spanGaps: true });
    series.push({ stroke: ink, width: 2, dash: [6, 5], points: { show: false }, spanGaps: true });
  }
  return {
    width, height, series,
    padding: [10, 6, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, dist: CLICK_PX } },
    select: { show: true },
    scales: {
      x: { time: false, range: (_, least, most) => [least - 0.5, most + 0.5] },
      y: { range: (_, least, most) => [Math.min(0, least ?? 0), (most || 1) * 1.06] },
    },
    axes: [
      {
        stroke: ink, font, size: size * 2, gap: 6, space: size * (1.5 + 0.56 * Math.max(...said.names.map((it) => it.length))),
        grid: { show: false }, ticks: { show: false },
        incrs: [1, 2, 3, 4, 6, 7, 14, 28, 56, 91, 182],
        values: (_, places) => places.map((it) => said.names[it] ?? ''),
      },
      {
        stroke: ink, font, gap: 4, space: size * 3,
        size: (_, values) => 10 + size * 0.6 * Math.max(3, ...(values ?? []).map((it) => it.length)),
        grid: { stroke: colour('--tray-line'), width: 1 }, ticks: { show: false },
        values: (_, values) => values.map((it) => write(it / parts)),
      },
    ],
  };
}

function drawn(said, stacked) {
  const places = said.values.map((_, place) => place);
  if (!said.other) return [places, said.values];
  if (!stacked) return [places, said.values, said.other, said.other];
  return [places, said.values.map((it, at) => (it ?? 0) + (said.other[at] ?? 0)), said.other];
}

function mount(plot) {
  const svg = find('svg', plot);
  if (!plot.isConnected || !svg || find(`.${READY}`, plot)) return;
  const said = told(plot.closest('figure'));
  if (said.values.length < 2) return;
  const height = svg.getBoundingClientRect().height;
  const room = document.createElement('div');
  room.className = READY;
  const line = document.createElement('p');
  line.className = 'readout small';
  const whole = document.createElement('button');
  whole.type = 'button';
  whole.className = 'whole small';
  whole.textContent = plot.dataset.whole;
  whole.hidden = true;
  Object.entries({ tabindex: 0, role: 'slider', 'aria-label': plot.dataset.label, 'aria-valuemin': 0,
    'aria-valuemax': said.values.length - 1, 'aria-valuenow': said.values.length - 1 })
    .forEach(([name, value]) => room.setAttribute(name, value));
  const text = (at) => {
    const both = said.texts[at].map((it, number) => (said.texts[at].length > 1 ? `${said.heads[number]}: ${it}` : it));
    return `${said.names[at]}. ${both.join('; ')}`;
  };
  room.setAttribute('aria-valuetext', text(said.values.length - 1));
  plot.append(room);
  const chart = new window.uPlot(options(plot, said, plot.clientWidth, height), drawn(said, plot.dataset.kind === 'stacked'), room);
  svg.toggleAttribute('hidden', true);
  plot.prepend(line);
  plot.append(whole);
  plot.closest('figure').classList.add('answers');

  const show = (at) => {
    line.textContent = at === null || at === undefined ? '' : text(at);
    if (at === null || at === undefined) return;
    kept = { ...kept, search: location.search, at };
    room.setAttribute('aria-valuenow', at);
    room.setAttribute('aria-valuetext', text(at));
  };
  const point = (at) => {
    chart.setCursor({ left: chart.valToPos(at, 'x'), top: 10 }, false);
    show(at);
  };
  const zoom = (least, most) => {
    const end = said.values.length - 1;
    const span = { min: Math.max(0, Math.round(least)), max: Math.min(end, Math.round(most)) };
    if (span.max - span.min >= 1) chart.setScale('x', span);
  };
  chart.hooks.setCursor = [() => show(chart.cursor.idx)];
  chart.hooks.setScale = [(_, name) => {
    if (name !== 'x') return;
    const { min, max } = chart.scales.x;
    whole.hidden = max - min >= said.values.length - 0.5;
    kept = { ...kept, search: location.search, x: whole.hidden ? null : [min + 0.5, max - 0.5] };
  }];
  whole.onclick = () => { chart.setScale('x', { min: 0, max: said.values.length - 1 }); room.focus(); };
  let down = 0;
  chart.over.addEventListener('pointerdown', (event) => { down = event.clientX; });
  chart.over.addEventListener('click', (event) => {
    const lead = said.leads[chart.cursor.idx ?? -1];
    if (lead && Math.abs(event.clientX - down) < CLICK_PX) opens(plot, lead);
  });
  chart.over.addEventListener('touchmove', (event) => {
    const place = chart.over.getBoundingClientRect();
    chart.setCursor({ left: event.touches[0].clientX - place.left, top: 10 });
  }, { passive: true });
  room.addEventListener('keydown', (event) => {
    const end = said.values.length - 1;
    const { min, max } = chart.scales.x;
    const at = Number(room.getAttribute('aria-valuenow'));
    const go = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: Math.ceil(min), End: Math.floor(max) }[event.key];
    if (go !== undefined) {
      const to = Math.min(end, Math.max(0, go));
      if (to < min || to > max) zoom(min + 0.5 + to - at, max - 0.5 + to - at);
      point(to);
    } else if (event.key === '+' || event.key === '=') {
      const half = Math.max(LEAST, (max - min) / 2) / 2;
      zoom(at - half, at + half);
      point(at);
    } else if (event.key === '-' || event.key === 'Escape') {
      zoom(0, end);
      point(at);
    } else if (event.key === 'Enter' && said.leads[at]) {
      opens(plot, said.leads[at]);
    } else return;
    event.preventDefault();
  });
  const sized = new ResizeObserver(() => {
    if (plot.clientWidth && Math.abs(plot.clientWidth - chart.width) > 1) chart.setSize({ width: plot.clientWidth, height });
  });
  sized.observe(plot);
  living.set(plot, () => { sized.disconnect(); chart.destroy(); room.remove(); line.remove(); whole.remove(); svg.removeAttribute('hidden'); });
  if (kept.search !== location.search) return;
  if (kept.x) zoom(...kept.x);
  if (kept.at !== null && kept.at < said.values.length) room.setAttribute('aria-valuenow', kept.at);
}

// The same way as a click on the table's own link, so that filters stay soft.
function opens(plot, address) {
  const links = [...plot.closest('figure').querySelectorAll('tbody a')];
  (links.find((it) => it.href === address) ?? { click: () => location.assign(address) }).click();
}

function begin() {
  for (const [plot, end] of living) {
    if (!plot.isConnected) { end(); living.delete(plot); }
  }
  for (const plot of document.querySelectorAll('[data-plot]')) {
    if (find(`.${READY}`, plot)) continue;
    if (window.uPlot) mount(plot);
    else seen.observe(plot);
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    load().then(() => mount(target), () => {});  // without it the drawing of the server stays
  }
}, { rootMargin: '400px' });

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const end of living.values()) end();
  living.clear();
  begin();
});
document.addEventListener('baursak:numbers', begin);
begin();
