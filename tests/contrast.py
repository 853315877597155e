"""How much every text of a page stands out from its ground, asked in the browser."""

from typing import Final

CONTRAST: Final = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((it) => it / 255)
    .map((it) => it <= .04045 ? it / 12.92 : ((it + .055) / 1.055) ** 2.4)
    .reduce((sum, it, at) => sum + it * [.2126, .7152, .0722][at], 0);
  const ground = (one) => {
    const layers = [];
    for (let it = one; it; it = it.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(it).backgroundColor);
      layers.push([r, g, b, a]);
      if (a === 1) break;
    }
    return layers.reverse().reduce((under, [r, g, b, a]) =>
      [r, g, b].map((it, at) => it * a + under[at] * (1 - a)), [255, 255, 255]);
  };
  const seen = [...document.querySelectorAll("body *")].filter((it) =>
    it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length > 0 &&
    (it.id === "glyph" || [...it.childNodes].some((n) => n.nodeType === 3 && n.data.trim())));
  return seen.map((it) => {
    const [a, b] = [light(rgb(getComputedStyle(it).color)), light(ground(it))];
    return [it.id || it.tagName + it.textContent, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)];
  });
})()"""
"""By each element that shows a text: its name and the ratio of WCAG, 1 to 21."""
